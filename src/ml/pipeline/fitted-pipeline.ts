import { fail } from "../../errors/index.ts";
import type { Model, Task } from "../estimators/estimator.ts";
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

  predict(frame: Frame): Predictions {
    return this.predictMatrix(this.transform(frame));
  }

  predictMatrix(X: Matrix): Predictions {
    const { model } = this;
    if (this.classes.length === 0 || model.predictProba === undefined) {
      return { values: model.predict(X), nClasses: this.classes.length };
    }
    const probabilities = model.predictProba(X);
    return {
      values:
        this.positive === null || this.threshold === null
          ? mostProbable(probabilities, this.classes.length)
          : aboveThreshold(probabilities, this.positive, this.threshold),
      probabilities,
      nClasses: this.classes.length,
    };
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

/** The positive class from its threshold up, else the other one. */
function aboveThreshold(probabilities: Float64Array, positive: number, threshold: number): Float64Array {
  const values = new Float64Array(probabilities.length / 2);
  for (let i = 0; i < values.length; i++) {
    values[i] = probabilities[2 * i + positive]! >= threshold ? positive : 1 - positive;
  }
  return values;
}

/** The first of the most probable classes. */
function mostProbable(probabilities: Float64Array, nClasses: number): Float64Array {
  const values = new Float64Array(probabilities.length / nClasses);
  for (let i = 0; i < values.length; i++) {
    let best = 0;
    for (let k = 1; k < nClasses; k++) {
      if (probabilities[i * nClasses + k]! > probabilities[i * nClasses + best]!) best = k;
    }
    values[i] = best;
  }
  return values;
}
