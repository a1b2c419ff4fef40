import { writeBaseline } from "./baseline.ts";
import { writeGradientBoosting } from "./gradient-boosting.ts";
import { writeIsolationForest } from "./isolation-forest.ts";
import { writeKMeans } from "./k-means.ts";
import { writeLinearRegression } from "./linear-regression.ts";
import { writeLogisticRegression } from "./logistic-regression.ts";
import { writeGaussianMixture, writeMixtureDensity } from "./mixture.ts";
import type { ModelWriter } from "./model-writer.ts";
import { writeNeuralNetwork } from "./neural-network.ts";
import { writePca } from "./pca.ts";
import { writeRandomForest } from "./random-forest.ts";

/** Name of an estimator -> how its models are written as ONNX. */
export const modelWriters: ReadonlyMap<string, ModelWriter> = new Map([
  ["baseline", writeBaseline],
  ["elasticNet", writeLinearRegression],
  ["extraTrees", writeRandomForest],
  ["gaussianMixture", writeGaussianMixture],
  ["gradientBoosting", writeGradientBoosting],
  ["isolationForest", writeIsolationForest],
  ["kMeans", writeKMeans],
  ["lasso", writeLinearRegression],
  ["linearRegression", writeLinearRegression],
  ["logisticRegression", writeLogisticRegression],
  ["mixtureDensity", writeMixtureDensity],
  ["neuralNetwork", writeNeuralNetwork],
  ["pca", writePca],
  ["randomForest", writeRandomForest],
  ["ridge", writeLinearRegression],
]);
