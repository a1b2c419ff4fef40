import { describeParameter, type Parameter, type ParameterTable } from "../../src/ml/estimators/index.ts";
import { code, table } from "./markdown.ts";

/** Hyper-parameters: default, what is allowed, where a search draws from, what it means. */
export function parameterTable(parameters: ParameterTable): string {
  const rows = Object.entries(parameters).map(([name, parameter]) => [
    code(name),
    code(JSON.stringify(parameter.default)),
    describeParameter(parameter),
    searchRange(parameter),
    parameter.summary,
  ]);
  return rows.length === 0 ? "" : table(["parameter", "default", "allowed", "searched", "meaning"], rows);
}

/** Where a random search draws from by itself; "" if it doesn't. */
export function searchRange(parameter: Parameter): string {
  if (parameter.search === undefined) return "";
  if (parameter.type === "boolean") return "both";
  if (parameter.type === "choice")
    return parameter.search!.choices.map((choice) => code(JSON.stringify(choice))).join(", ");
  const { low, high, log = false } = parameter.search!;
  return `${low} to ${high}${log ? ", by order of magnitude" : ""}`;
}
