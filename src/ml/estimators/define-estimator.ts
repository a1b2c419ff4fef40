import { withCalibration } from "./calibrated.ts";
import { checkFit } from "./check-fit.ts";
import type { Estimator, EstimatorDefinition, Task } from "./estimator.ts";
import { completeParameters, type ParameterValues } from "./parameters.ts";
import type { SpaceOf } from "./space-of.ts";

/** What an estimator takes besides its hyper-parameters. */
export interface EstimatorOptions<P extends ParameterValues = ParameterValues> {
  /** Where a search draws from: only these parameters are searched. Default: the estimator's own ranges. */
  readonly space?: SpaceOf<P>;
}

/**
 * What a workflow calls: `gradientBoosting({ trees: 300 })`. Values are checked at the call, where the user's line is known.
 * `T` are the tasks that it can do, `P` its hyper-parameters as the editor knows them.
 */
export type EstimatorFactory<T extends Task = Task, P extends ParameterValues = ParameterValues> = (
  params?: P,
  options?: EstimatorOptions<P>,
) => Estimator<T>;

/**
 * The factory of an estimator. `P` comes from the type that the factory is assigned to; without one, any name compiles and
 * is checked when it is called.
 * @example const shrunk = defineEstimator(estimatorTable["linearRegression"]!); shrunk({ strength: 1 }).fit(X, y, { seed: 1 })
 */
export function defineEstimator<T extends Task, P extends ParameterValues = ParameterValues>(
  definition: EstimatorDefinition<T>,
): EstimatorFactory<T, P> {
  const checked = withChecks(definition);
  return (declared, options = {}) => {
    const params: ParameterValues = declared === undefined ? {} : declared;
    const complete = completeParameters(definition.name, checked.parameters, params);
    return {
      name: definition.name,
      params,
      ...(options.space === undefined ? {} : { space: options.space }),
      fit: (X, y, context) => checked.fit(X, y, complete, context),
    };
  };
}

/** The definition with calibration and with a `fit` that checks shapes and values first; what the table of estimators holds. */
export function withChecks(definition: EstimatorDefinition): EstimatorDefinition {
  const whole = withCalibration(definition);
  return {
    ...whole,
    fit(X, y, params, context) {
      checkFit(whole, X, y, context);
      return whole.fit(X, y, params, context);
    },
  };
}
