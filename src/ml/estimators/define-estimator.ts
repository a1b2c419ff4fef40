import { withCalibration } from "./calibrated.ts";
import { checkFit } from "./check-fit.ts";
import type { Estimator, EstimatorDefinition, Task } from "./estimator.ts";
import { completeParameters, type ParameterValues } from "./parameters.ts";

/** What a workflow calls: `gradientBoosting({ trees: 300 })`. Values are checked at the call, where the user's line is known. */
export type EstimatorFactory<T extends Task = Task> = (
  params?: ParameterValues,
  options?: { readonly space?: Readonly<Record<string, unknown>> },
) => Estimator<T>;

/**
 * The factory of an estimator.
 * @example const shrunk = defineEstimator(estimatorTable["linearRegression"]!); shrunk({ strength: 1 }).fit(X, y, { seed: 1 })
 */
export function defineEstimator<T extends Task>(definition: EstimatorDefinition<T>): EstimatorFactory<T> {
  const checked = withChecks(definition);
  return (params = {}, options = {}) => {
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
