import { fail, listNames, suggestion } from "../../errors/index.ts";
import { defineEstimator } from "./define-estimator.ts";
import type { Estimator, EstimatorDefinition } from "./estimator.ts";
import type { ParameterValues } from "./parameters.ts";
import { estimatorTable } from "./table.ts";

/** The row of the table. @throws ML_ESTIMATOR_UNKNOWN */
export function findEstimator(name: string): EstimatorDefinition {
  if (Object.hasOwn(estimatorTable, name)) return estimatorTable[name]!;
  const names = Object.keys(estimatorTable);
  throw fail("ML_ESTIMATOR_UNKNOWN", { name, suggestion: suggestion(name, names), names: listNames(names, 40) });
}

/** An estimator by its name, as a stored declaration says it. @throws ML_ESTIMATOR_UNKNOWN, ML_PARAMETER_INVALID */
export function estimatorOf(
  name: string,
  params: ParameterValues,
  space?: Readonly<Record<string, unknown>> | undefined,
): Estimator {
  return defineEstimator(findEstimator(name))(params, space === undefined ? {} : { space });
}
