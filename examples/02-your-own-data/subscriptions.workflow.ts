import {
  betterThanBaseline,
  byTime,
  defineWorkflow,
  gradientBoosting,
  logisticRegression,
  noTargetLeak,
  nulls,
  randomForest,
  table,
  unique,
} from "millrace";

export default defineWorkflow({
  name: "subscriptions",
  problem: {
    task: "classification",
    target: "cancelled",
    // Ranks the candidates. Once you know what is good enough, say so with `minimum` and `goal`.
    metric: "rocAucScore",
  },
  data: table("subscriptions.csv", {
    time: "asked_on",
    key: "customer",
  }),
  // A failed check stops a run before it trains; bounds leave some room above today's data.
  checks: [noTargetLeak({ severity: "warning" }), unique("customer"), nulls("hours_watched", { max: 0.1 })],
  // Trains on earlier rows and tests on the latest, as it will be used.
  split: byTime({ test: 0.2 }),
  // Tried against each other on the training rows. A baseline is always among them.
  candidates: [logisticRegression(), randomForest(), gradientBoosting()],
  search: { method: "random", trials: 12, folds: 5 },
  // Must hold on the test rows before a model is registered.
  gates: [betterThanBaseline()],
});
