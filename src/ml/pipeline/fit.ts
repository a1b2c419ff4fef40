import { positiveClass } from "../frame/target.ts";
import { ScoringPipeline } from "./fitted-pipeline.ts";
import type { FitPipelineInput, FitPreparedInput, FittedPipeline } from "./pipeline.ts";
import { prepare } from "./prepare.ts";

/**
 * Fits an estimator on prepared rows; `prepared` may be shared by many fits.
 * @throws what the estimator's `fit` throws; ML_CLASS_UNKNOWN where `positive` isn't a class
 */
export function fitPrepared(input: FitPreparedInput): FittedPipeline {
  const { prepared, y, estimator, context } = input;
  const model = estimator.fit(prepared.X, y, context);
  const classes = y?.kind === "classes" && model.nClasses > 0 ? y.classes : [];
  const binary = model.task === "binary";
  return new ScoringPipeline({
    features: prepared.features,
    model,
    estimator: { name: estimator.name, params: estimator.params },
    target: input.target ?? null,
    classes,
    positive: binary ? positiveClass(classes, input.positive) : null,
    threshold: binary ? (input.threshold ?? 0.5) : null,
  });
}

/** `prepare`, then `fitPrepared`: training rows -> everything that a model version is. @throws as these two */
export function fitPipeline(input: FitPipelineInput): FittedPipeline {
  const prepared = prepare({ ...input, seed: input.context.seed });
  return fitPrepared({ ...input, prepared });
}
