import type { Target } from "../../frame/target.ts";
import { defineEstimator, type EstimatorFactory } from "../define-estimator.ts";
import type { EstimatorDefinition } from "../estimator.ts";
import type { ParameterTable } from "../parameters.ts";
import { fitForest } from "../trees/forest/fit-forest.ts";
import { loadForest } from "../trees/forest/forest-model.ts";
import { type ForestKind, forestParameters } from "../trees/forest/forest-parameters.ts";
import type { RandomForestParameters } from "./random-forest-parameters.ts";

const kind: ForestKind = { name: "randomForest", cuts: "best", featureShareOfValues: 0.5 };

const parameters = {
  ...forestParameters,
  bootstrap: {
    type: "boolean",
    default: true,
    summary:
      "Rows are drawn with replacement, by their weight. false: a row comes once, and counts as much as it weighs.",
  },
} as const satisfies ParameterTable;

/**
 * Random forest over binned features. A sample's weight is how likely it is drawn.
 * @see Breiman, Random forests (2001)
 */
export const randomForestDefinition: EstimatorDefinition<"binary" | "multiclass" | "regression"> = {
  name: kind.name,
  summary: "The average of many deep trees, each grown on rows drawn anew and on few features at a split.",
  tasks: ["binary", "multiclass", "regression"],
  accepts: { missing: true, categories: true, needsScaling: false },
  parameters,
  complexity: 4,
  calibratable: true,
  fit: (X, y, params, context) => fitForest(kind, X, y as Target, params, context),
  load: (data) => loadForest(kind.name, data),
};

/**
 * The mean of many trees, each grown on its own draw of rows and features.
 * @example randomForest({ trees: 500, minSamplesLeaf: 3 })
 */
export const randomForest: EstimatorFactory<"binary" | "multiclass" | "regression", RandomForestParameters> =
  defineEstimator(randomForestDefinition);
