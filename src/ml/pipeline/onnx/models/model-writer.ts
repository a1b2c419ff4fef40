import type { ModelData, Task } from "../../../estimators/estimator.ts";
import type { GraphBuilder } from "../../../onnx/graph-builder.ts";

/** What a model's writer is given. */
export interface ModelToWrite {
  readonly graph: GraphBuilder;
  /** Name of X: floats, (nSamples, nFeatures). */
  readonly X: string;
  readonly task: Task;
  readonly nFeatures: number;
  /** Labels' count of a classifier, else 0. */
  readonly nClasses: number;
  /** What the model's `toData` gives: valid, as it comes from a loaded model. */
  readonly data: ModelData;
  /** Version of ai.onnx.ml: 3 has TreeEnsembleRegressor, 5 TreeEnsemble. */
  readonly mlOpset: 3 | 5;
}

/**
 * Writes a model. Gives the name of: probabilities (nSamples, nClasses) of classifiers, values or scores (nSamples, 1), both doubles;
 * of clusterings the indices, int64 (nSamples).
 */
export type ModelWriter = (model: ModelToWrite) => string;
