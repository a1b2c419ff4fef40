import {
  betterThanBaseline,
  byTime,
  defineWorkflow,
  gradientBoosting,
  logisticRegression,
  meetsMinimum,
  notWorseThan,
  nulls,
  randomForest,
  range,
  table,
} from "millrace";

// 10,000 bird strikes at US airports, 1990-2002 (FAA, public domain): which of them damaged the aircraft?
export default defineWorkflow({
  name: "bird-strikes",
  problem: {
    objective: "Tell the hangar which strikes need an inspection before the next flight",
    task: "classification",
    // In this table the word "None" is a class, not a missing value.
    target: (c) => c["Effect Amount of damage"].isNot("None"),
    metric: "rocAucScore",
    minimum: 0.72,
    goal: 0.8,
    // An overlooked damage costs eight times as much as an inspection for nothing.
    costs: { falseNegative: 12_000, falsePositive: 1_500 },
    people: { decisionMaker: "dana", gatekeeper: "george", onCall: "olga" },
    risks: ["Small strikes are under-reported"],
  },
  data: table("../../node_modules/vega-datasets/data/birdstrikes.csv", {
    time: "Flight Date",
    // Costs are known only after the inspection: they would give the answer away.
    drop: ["Cost Other", "Cost Repair", "Cost Total $"],
  }),
  checks: [nulls("Speed IAS in knots", { max: 0.35 }), range("Speed IAS in knots", { min: 0, max: 600 })],
  features: (c) => ({ fast: c["Speed IAS in knots"].gt(180), month: c["Flight Date"].month() }),
  // As in life: learn from the past, be tested on what came after.
  split: byTime({ test: 0.2 }),
  candidates: [logisticRegression(), gradientBoosting(), randomForest()],
  search: { method: "random", trials: 18, folds: 5 },
  gates: [meetsMinimum(), betterThanBaseline(), notWorseThan("champion")],
});
