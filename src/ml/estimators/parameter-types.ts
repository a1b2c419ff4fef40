// Generated from the table of estimators: change that, then `npm run build`.

import type { BaselineParameters } from "./baseline/baseline-parameters.ts";
import type { ExtraTreesParameters } from "./extra-trees/extra-trees-parameters.ts";
import type { GaussianMixtureParameters } from "./gaussian-mixture/gaussian-mixture-parameters.ts";
import type { MixtureDensityParameters } from "./gaussian-mixture/mixture-density-parameters.ts";
import type { GradientBoostingParameters } from "./gradient-boosting/gradient-boosting-parameters.ts";
import type { IsolationForestParameters } from "./isolation-forest/isolation-forest-parameters.ts";
import type { KMeansParameters } from "./k-means/k-means-parameters.ts";
import type { ElasticNetParameters } from "./linear-regression/elastic-net-parameters.ts";
import type { LassoParameters } from "./linear-regression/lasso-parameters.ts";
import type { LinearRegressionParameters } from "./linear-regression/linear-regression-parameters.ts";
import type { RidgeParameters } from "./linear-regression/ridge-parameters.ts";
import type { LogisticRegressionParameters } from "./logistic-regression/logistic-regression-parameters.ts";
import type { NeuralNetworkParameters } from "./neural-network/neural-network-parameters.ts";
import type { PcaParameters } from "./pca/pca-parameters.ts";
import type { RandomForestParameters } from "./random-forest/random-forest-parameters.ts";

/** Hyper-parameters by their estimator's name. */
export interface ParametersByEstimator {
  readonly baseline: BaselineParameters;
  readonly linearRegression: LinearRegressionParameters;
  readonly ridge: RidgeParameters;
  readonly lasso: LassoParameters;
  readonly elasticNet: ElasticNetParameters;
  readonly logisticRegression: LogisticRegressionParameters;
  readonly kMeans: KMeansParameters;
  readonly mixtureDensity: MixtureDensityParameters;
  readonly gaussianMixture: GaussianMixtureParameters;
  readonly gradientBoosting: GradientBoostingParameters;
  readonly randomForest: RandomForestParameters;
  readonly extraTrees: ExtraTreesParameters;
  readonly isolationForest: IsolationForestParameters;
  readonly pca: PcaParameters;
  readonly neuralNetwork: NeuralNetworkParameters;
}

export type {
  BaselineParameters,
  ElasticNetParameters,
  ExtraTreesParameters,
  GaussianMixtureParameters,
  GradientBoostingParameters,
  IsolationForestParameters,
  KMeansParameters,
  LassoParameters,
  LinearRegressionParameters,
  LogisticRegressionParameters,
  MixtureDensityParameters,
  NeuralNetworkParameters,
  PcaParameters,
  RandomForestParameters,
  RidgeParameters,
};
