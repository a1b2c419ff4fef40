import { baselineDefinition } from "./baseline/baseline.ts";
import { withChecks } from "./define-estimator.ts";
import type { EstimatorDefinition } from "./estimator.ts";
import { extraTreesDefinition } from "./extra-trees/extra-trees.ts";
import { gaussianMixtureDefinition } from "./gaussian-mixture/gaussian-mixture.ts";
import { mixtureDensityDefinition } from "./gaussian-mixture/mixture-density.ts";
import { gradientBoostingDefinition } from "./gradient-boosting/gradient-boosting.ts";
import { isolationForestDefinition } from "./isolation-forest/isolation-forest.ts";
import { kMeansDefinition } from "./k-means/k-means.ts";
import { elasticNetDefinition } from "./linear-regression/elastic-net.ts";
import { lassoDefinition } from "./linear-regression/lasso.ts";
import { linearRegressionDefinition } from "./linear-regression/linear-regression.ts";
import { ridgeDefinition } from "./linear-regression/ridge.ts";
import { logisticRegressionDefinition } from "./logistic-regression/logistic-regression.ts";
import { neuralNetworkDefinition } from "./neural-network/neural-network.ts";
import { pcaDefinition } from "./pca/pca.ts";
import { randomForestDefinition } from "./random-forest/random-forest.ts";

const definitions: readonly EstimatorDefinition[] = [
  baselineDefinition,
  linearRegressionDefinition,
  ridgeDefinition,
  lassoDefinition,
  elasticNetDefinition,
  logisticRegressionDefinition,
  kMeansDefinition,
  mixtureDensityDefinition,
  gaussianMixtureDefinition,
  gradientBoostingDefinition,
  randomForestDefinition,
  extraTreesDefinition,
  isolationForestDefinition,
  pcaDefinition,
  neuralNetworkDefinition,
];

/** Every estimator by its name; CLI, search, docs and the conformance suite iterate over it. Their `fit` checks its inputs. */
export const estimatorTable: Readonly<Record<string, EstimatorDefinition>> = Object.fromEntries(
  definitions.map((definition) => [definition.name, withChecks(definition)]),
);
