import {
  betterThanBaseline,
  defineWorkflow,
  gradientBoosting,
  linearRegression,
  logUniform,
  meetsMinimum,
  random,
  range,
  slice,
  table,
  unique,
} from "millrace";

// 500 invented flats: what is a fair rent?
export default defineWorkflow({
  name: "flats",
  problem: {
    objective: "Tell a tenant what a flat like this one costs a month",
    task: "regression",
    target: "rent",
    metric: "meanAbsoluteError",
    // For errors and losses the minimum is the most that is allowed.
    minimum: 90,
    goal: 60,
  },
  data: table("flats.csv", {
    key: "flat",
    // The default list of words for "missing" doesn't hold this one.
    missing: { built: ["unknown"] },
  }),
  checks: [unique("flat"), range("area_m2", { min: 10, max: 300 }), range("built", { min: 1800, max: 2030 })],
  features: (c) => ({
    area_per_room: c["area_m2"].dividedBy(c["rooms"]),
    new_building: c["built"].gt(2000),
    age_band: c["built"].cut([1950, 2000], ["old", "postwar", "new"]),
  }),
  split: random({ test: 0.25 }),
  candidates: [
    linearRegression(),
    // What is fixed is not searched; a space of your own takes the place of the default one.
    gradientBoosting({}, { space: { learningRate: logUniform(0.02, 0.3) } }),
  ],
  search: { trials: 6, folds: 4 },
  gates: [meetsMinimum(), betterThanBaseline(), slice("district", { minimum: 130, minimumRows: 20 })],
});
