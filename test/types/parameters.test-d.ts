import {
  allowed,
  betterThanBaseline,
  byTime,
  calibrated,
  choice,
  defineWorkflow,
  freshness,
  gradientBoosting,
  integer,
  kMeans,
  latency,
  logisticRegression,
  logUniform,
  maximumSize,
  meetsMinimum,
  neuralNetwork,
  notWorseThan,
  nulls,
  onnxModel,
  type ParametersByEstimator,
  pca,
  random,
  randomForest,
  range,
  schema,
  slice,
  table,
  uniform,
  unique,
  volume,
} from "millrace";
import { defineEstimator, estimatorOf, estimatorTable, type ParameterValues } from "millrace/ml";

// Hyper-parameters: names, values, choices, null where it means something, records by column.
randomForest({ trees: 300, maxDepth: null, classWeight: "balanced", bootstrap: false, calibration: "isotonic" });
gradientBoosting({ loss: "quantile", quantile: 0.9, monotone: { age: 1, price: -1 }, earlyStoppingRounds: null });
pca({ explained: 0.9 });
pca.fit;

// @ts-expect-error misspelt
gradientBoosting({ tress: 50 });
// @ts-expect-error no such parameter
randomForest({ nope: 1 });
// @ts-expect-error a number
randomForest({ trees: "many" });
// @ts-expect-error null means nothing here
randomForest({ trees: null });
// @ts-expect-error true or false
randomForest({ bootstrap: "yes" });
// @ts-expect-error no such choice
logisticRegression({ classWeight: "balance" });
// @ts-expect-error -1, 0 or 1
gradientBoosting({ monotone: { age: 2 } });
// @ts-expect-error no probabilities to calibrate
kMeans({ calibration: "platt" });
// @ts-expect-error a parameter of another estimator
kMeans({ trees: 10 });
defineWorkflow({
  name: "x",
  problem: { target: "y" },
  data: table("x.csv"),
  candidates: [
    // @ts-expect-error misspelt
    neuralNetwork({ epoch: 3 }),
  ],
});

// Their types have names.
export const shared: ParametersByEstimator["randomForest"] = { trees: 500, maxDepth: 12 };
randomForest(shared);
randomForest({ ...shared, trees: 100 });

// Spaces: names, ranges where numbers are, choices among the parameter's values.
randomForest(
  { trees: 100 },
  { space: { maxDepth: choice([4, 8, null]), minSamplesLeaf: integer(1, 20, { log: true }) } },
);
gradientBoosting({}, { space: { learningRate: logUniform(0.01, 0.3), growth: choice(["leafWise", "depthWise"]) } });
randomForest({}, { space: { rowSample: uniform(0.5, 1), bootstrap: choice([true, false]) } });

// @ts-expect-error misspelt
randomForest({}, { space: { maxDeph: integer(2, 8) } });
// @ts-expect-error no range between choices
randomForest({}, { space: { classWeight: uniform(0, 1) } });
// @ts-expect-error no such choice
randomForest({}, { space: { classWeight: choice(["none", "balance"]) } });
// @ts-expect-error values are numbers
randomForest({}, { space: { maxDepth: choice(["deep"]) } });
// @ts-expect-error null means nothing here
randomForest({}, { space: { trees: choice([100, null]) } });
// @ts-expect-error a space is made by uniform, logUniform, integer or choice
randomForest({}, { space: { trees: 100 } });
// @ts-expect-error misspelt
randomForest({}, { spaces: {} });

// What comes by name or from JSON is known at run time only.
export const read: ParameterValues = JSON.parse("{}");
estimatorOf("randomForest", read, JSON.parse("{}"));
defineEstimator(estimatorTable["ridge"]!)(read, { space: { strength: logUniform(0.1, 1) } });

// A model of another library.
onnxModel({ file: "x.onnx", task: "binary", classes: ["no", "yes"] });
// @ts-expect-error misspelt
onnxModel({ file: "x.onnx", class: ["no", "yes"] });
// @ts-expect-error no such task
onnxModel({ file: "x.onnx", task: "clustering" });

// Gates: options and metrics.
betterThanBaseline({ margin: 0.01, metric: "f1Score" });
meetsMinimum("rocAucScore", 0.7);
// @ts-expect-error no such metric
meetsMinimum("rocAuc", 0.7);
// @ts-expect-error no such metric
betterThanBaseline({ metric: "f1" });
// @ts-expect-error no such metric
notWorseThan("champion", { metric: "f1" });
// @ts-expect-error no such metric
slice("region", { minimum: 0.6, metric: "f1" });
// @ts-expect-error misspelt
betterThanBaseline({ margn: 0.01 });
// @ts-expect-error misspelt
notWorseThan("champion", { margn: 0.01 });
// @ts-expect-error misspelt
slice("region", { minimum: 0.6, minimumRow: 30 });
// @ts-expect-error misspelt
calibrated({ maxErr: 0.1 });
// @ts-expect-error misspelt
latency({ p99: 5 });
// @ts-expect-error misspelt
maximumSize({ size: 1000 });

// Checks and splits.
// @ts-expect-error misspelt
nulls("age", { maximum: 0.1 });
// @ts-expect-error no such severity
nulls("age", { max: 0.1, severity: "warn" });
// @ts-expect-error misspelt
range("age", { minimum: 0 });
// @ts-expect-error misspelt
allowed("size", ["S", "M"], { severty: "warning" });
// @ts-expect-error misspelt
freshness("day", { age: "2d" });
// @ts-expect-error no such kind
schema({ columns: { age: "numeric" } });
// @ts-expect-error misspelt
unique("id", { severty: "warning" });
// @ts-expect-error misspelt
volume({ minimum: 10 });
// @ts-expect-error misspelt
random({ tests: 0.2 });
// @ts-expect-error misspelt
byTime({ test: 0.2, columns: "day" });
