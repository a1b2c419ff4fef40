import {
  byTime,
  defineWorkflow,
  kMeans,
  linearRegression,
  logisticRegression,
  meetsMinimum,
  onnxModel,
  random,
  stratified,
  table,
} from "millrace";

const data = table("x.csv");

// Everything but name, data and target has a default.
defineWorkflow({ name: "x", problem: { target: "y" }, data });
defineWorkflow({ name: "x", problem: { task: "regression", target: "y" }, data });
defineWorkflow({ name: "x", problem: { task: "clustering" }, data });
defineWorkflow({ name: "x", problem: { task: "anomaly" }, data });
defineWorkflow({ name: "x", problem: { task: "anomaly", target: "known", positive: "1" }, data });
// Computed from a variable, the task is any of them.
declare const names: readonly string[];
defineWorkflow({ name: names[0]!, problem: { target: "y", risks: names }, data, candidates: [logisticRegression()] });

// @ts-expect-error classification needs a target
defineWorkflow({ name: "x", problem: { task: "classification" }, data });
// @ts-expect-error regression needs a target
defineWorkflow({ name: "x", problem: { task: "regression" }, data });
// @ts-expect-error the default task is classification, which needs a target
defineWorkflow({ name: "x", problem: {}, data });
// @ts-expect-error a workflow has a problem
defineWorkflow({ name: "x", data });
// @ts-expect-error a workflow has data
defineWorkflow({ name: "x", problem: { target: "y" } });
// @ts-expect-error there is no such task
defineWorkflow({ name: "x", problem: { task: "ranking", target: "y" }, data });
// @ts-expect-error clustering has no target
defineWorkflow({ name: "x", problem: { task: "clustering", target: "y" }, data });

// Metrics, costs and positive classes fit the task.
defineWorkflow({ name: "x", problem: { task: "regression", target: "y", metric: "r2Score", minimum: 0.5 }, data });
defineWorkflow({
  name: "x",
  problem: { task: "classification", target: "y", metric: "logLoss", costs: { falseNegative: 2, falsePositive: 1 } },
  data,
});
// @ts-expect-error a metric of classification
defineWorkflow({ name: "x", problem: { task: "regression", target: "y", metric: "rocAucScore" }, data });
// @ts-expect-error a metric of regression
defineWorkflow({ name: "x", problem: { target: "y", metric: "r2Score" }, data });
// @ts-expect-error no such metric
defineWorkflow({ name: "x", problem: { target: "y", metric: "rocAuc" }, data });
defineWorkflow({
  name: "x",
  // @ts-expect-error costs are for classification
  problem: { task: "regression", target: "y", costs: { falseNegative: 2, falsePositive: 1 } },
  data,
});
// @ts-expect-error regression has no classes
defineWorkflow({ name: "x", problem: { task: "regression", target: "y", positive: "yes" }, data });
// @ts-expect-error no such role
defineWorkflow({ name: "x", problem: { target: "y", people: { gatekeper: "george" } }, data });

// Candidates can do the task.
defineWorkflow({ name: "x", problem: { task: "clustering" }, data, candidates: [kMeans()] });
defineWorkflow({
  name: "x",
  problem: { task: "clustering" },
  data,
  // @ts-expect-error a foreign model classifies or predicts numbers
  candidates: [onnxModel({ file: "x.onnx" })],
});
// @ts-expect-error it has a file
onnxModel({ columns: ["a"] });
defineWorkflow({
  name: "x",
  problem: { task: "regression", target: "y" },
  data,
  candidates: [
    linearRegression(),
    onnxModel({ file: "x.onnx" }),
    // @ts-expect-error it clusters
    kMeans(),
    // @ts-expect-error it classifies
    logisticRegression(),
  ],
});
defineWorkflow({
  name: "x",
  problem: { target: "y" },
  data,
  // @ts-expect-error it predicts numbers
  candidates: [linearRegression()],
});

// Splits fit the task.
defineWorkflow({ name: "x", problem: { target: "y" }, data, split: stratified({ test: 0.2 }) });
defineWorkflow({ name: "x", problem: { task: "regression", target: "y" }, data, split: random({ test: 0.2 }) });
defineWorkflow({ name: "x", problem: { task: "clustering" }, data, split: byTime({ test: 0.2, column: "when" }) });
defineWorkflow({
  name: "x",
  problem: { task: "regression", target: "y" },
  data,
  // @ts-expect-error there are no classes to keep in proportion
  split: stratified({ test: 0.2 }),
});

// Sections are of their own kind, and nothing is misspelt.
defineWorkflow({
  name: "x",
  problem: { target: "y" },
  data,
  gates: [meetsMinimum()],
  rollout: { shadow: "1d", approval: "gatekeeper", canary: [5, 100] },
  monitor: { window: "1d", labels: { delay: "7d" } },
  schedule: "0 3 * * *",
  seed: 7,
});
// @ts-expect-error a check is no gate
defineWorkflow({ name: "x", problem: { target: "y" }, data, gates: [random({ test: 0.2 }).test] });
// @ts-expect-error no such section
defineWorkflow({ name: "x", problem: { target: "y" }, data, gate: [meetsMinimum()] });
// @ts-expect-error no such role
defineWorkflow({ name: "x", problem: { target: "y" }, data, rollout: { approval: "boss" } });
// @ts-expect-error a feature is an expression
defineWorkflow({ name: "x", problem: { target: "y" }, data, features: () => ({ a: 1 }) });
// @ts-expect-error the result is opaque: no section can be changed
defineWorkflow({ name: "x", problem: { target: "y" }, data }).spec.name = "z";
