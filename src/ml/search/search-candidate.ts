import type { ParameterTable, ParameterValues } from "../estimators/parameters.ts";
import type { SearchCandidate } from "./search-method.ts";
import { defaultSpace, parseSpace } from "./space.ts";

/**
 * A declared candidate as a search takes it: without a space of its own it has the estimator's ranges of what isn't fixed.
 * @param parameters the estimator's table; empty where nothing of it can be searched
 * @throws ML_SPACE_INVALID, ML_PARAMETER_INVALID
 */
export function searchCandidate(
  { name, params, space }: { name: string; params: ParameterValues; space?: Readonly<Record<string, unknown>> },
  parameters: ParameterTable,
): SearchCandidate {
  const searched = space === undefined ? defaultSpace(parameters, params) : parseSpace(name, parameters, space);
  const defaults = Object.keys(searched).map((parameter) => [parameter, parameters[parameter]!.default] as const);
  return { estimator: name, params, space: searched, defaults: Object.fromEntries(defaults) };
}
