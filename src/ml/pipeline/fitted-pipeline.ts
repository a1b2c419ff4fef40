import { fail } from "../../errors/index.ts";
import type { Model, PredictContext, Task } from "../estimators/estimator.ts";
import type { ParameterValues } from "../estimators/parameters.ts";
import type { Frame } from "../frame/frame.ts";
import type { Matrix } from "../frame/matrix.ts";
import type { Predictions } from "../metrics/metric.ts";
import type { Field } from "./field.ts";
import type { FeatureMaker } from "./fitted-features.ts";
import type { FittedFeatures, FittedPipeline } from "./pipeline.ts";

/** What a pipeline is made of. */
export interface PipelineParts {
  readonly features: FittedFeatures;
  readonly model: Model;
  readonly estimator: { readonly name: string; readonly params: ParameterValues };
  readonly target: string | null;
  readonly classes: readonly string[];
  readonly positive: number | null;
  readonly threshold: number | null;
}

/** Features + model + what its classes are called: the one implementation of a fitted pipeline. */
export class ScoringPipeline implements FittedPipeline {
  readonly features: FeatureMaker;
  readonly model: Model;
  readonly estimator: { readonly name: string; readonly params: ParameterValues };
  readonly target: string | null;
  readonly classes: readonly string[];
  readonly positive: number | null;
  readonly threshold: number | null;

  constructor(parts: PipelineParts) {
    this.features = parts.features as FeatureMaker;
    this.model = parts.model;
    this.estimator = parts.estimator;
    this.target = parts.target;
    this.classes = parts.classes;
    this.positive = parts.positive;
    this.threshold = parts.threshold;
  }

  get task(): Task {
    return this.model.task;
  }

  get schema(): readonly Field[] {
    return this.features.schema;
  }

  transform(frame: Frame): Matrix {
    return this.features.transform(frame);
  }

  predict(frame: Frame, context?: PredictContext): Predictions {
    return this.predictMatrix(this.transform(frame), context);
  }

  predictMatrix(X: Matrix, context?: PredictContext): Predictions {
    const { model, classes } = this;
    const nClasses = classes.length;
    if (nClasses === 0 || model.predictProba === undefined) return { values: model.predict(X, context), nClasses };
    const probabilities = model.predictProba(X, context);
    const values = new Float64Array(X.nSamples);
    for (let i = 0; i < values.length; i++) values[i] = this.classOf(probabilities, i * nClasses);
    return { values, probabilities, nClasses };
  }

  classOf(probabilities: Float64Array, from: number): number {
    const { positive, threshold } = this;
    if (positive === null || threshold === null) return mostProbable(probabilities, from, this.classes.length);
    return probabilities[from + positive]! >= threshold ? positive : 1 - positive;
  }

  withThreshold(threshold: number): FittedPipeline {
    if (this.threshold === null || !(threshold >= 0 && threshold <= 1)) {
      throw fail("ML_PARAMETER_INVALID", {
        estimator: "A pipeline",
        parameter: "threshold",
        expected: this.threshold === null ? "absent: only a binary task has one" : "a number from 0 to 1",
        got: `${threshold}`,
      });
    }
    return new ScoringPipeline({ ...this, threshold });
  }
}

/** The first of the most probable classes. */
function mostProbable(probabilities: Float64Array, from: number, nClasses: number): number {
  let best = 0;
  for (let k = 1; k < nClasses; k++) if (probabilities[from + k]! > probabilities[from + best]!) best = k;
  return best;
}
