import type { Target } from "../../frame/target.ts";
import { defineEstimator, type EstimatorFactory } from "../define-estimator.ts";
import type { EstimatorDefinition } from "../estimator.ts";
import type { ParameterTable } from "../parameters.ts";
import { fitForest } from "../trees/forest/fit-forest.ts";
import { loadForest } from "../trees/forest/forest-model.ts";
import { type ForestKind, forestParameters } from "../trees/forest/forest-parameters.ts";
import type { ExtraTreesParameters } from "./extra-trees-parameters.ts";

const kind: ForestKind = { name: "extraTrees", cuts: "drawn", featureShareOfValues: 1 };

const parameters = {
  ...forestParameters,
  featureSample: {
    ...forestParameters.featureSample,
    summary:
      "Share of the features tried at a split; null: the square root of their number for classes, all for values.",
  },
  bootstrap: {
    type: "boolean",
    default: false,
    summary:
      "Rows are drawn with replacement, by their weight. false: a row counts in every tree as much as it weighs.",
  },
} as const satisfies ParameterTable;

/**
 * Extremely randomised trees over binned features: of each feature that is tried at a split, one cut between the node's
 * extremes is drawn. @see Geurts, Ernst and Wehenkel, Extremely randomized trees (2006)
 */
export const extraTreesDefinition: EstimatorDefinition<"binary" | "multiclass" | "regression"> = {
  name: kind.name,
  summary: "The average of many deep trees whose splits are drawn at random, the best of a few drawn at each node.",
  tasks: ["binary", "multiclass", "regression"],
  accepts: { missing: true, categories: true, needsScaling: false },
  parameters,
  complexity: 4,
  calibratable: true,
  fit: (X, y, params, context) => fitForest(kind, X, y as Target, params, context),
  load: (data) => loadForest(kind.name, data),
};

/**
 * The mean of many trees that are split at random: smoother than a random forest, and faster to grow.
 * @example extraTrees({ trees: 300, minSamplesLeaf: 3 })
 */
export const extraTrees: EstimatorFactory<"binary" | "multiclass" | "regression", ExtraTreesParameters> =
  defineEstimator(extraTreesDefinition);
