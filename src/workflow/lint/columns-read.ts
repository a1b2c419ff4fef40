import { listNames, suggestion } from "../../errors/index.ts";
import type { Expression } from "../../ml/index.ts";
import type { LintInput } from "./rule.ts";

/** Names of the columns that an expression reads, each once, in order of appearance. */
export function columnsRead(expression: Expression): string[] {
  if (expression.type === "column") return [expression.name];
  if (expression.type === "literal") return [];
  return [...new Set(expression.args.flatMap(columnsRead))];
}

/** The column of an expression that is nothing but a column. */
export function plainColumn(expression: Expression | undefined): string | undefined {
  return expression?.type === "column" ? expression.name : undefined;
}

/** Why a column can't be read, as the end of a sentence; undefined where it can, or where nobody knows. */
export function columnFault(name: string, { spec, catalogue }: LintInput): string | undefined {
  if (spec.data.options.drop?.includes(name)) return `but \`data\` drops it`;
  const { columns } = catalogue;
  if (columns === undefined || Object.hasOwn(columns, name)) return undefined;
  const names = Object.keys(columns);
  return `but the data has no such column.${suggestion(name, names)} Columns: ${listNames(names)}`;
}

/** What to do about a column that can't be read. */
export function columnFix(name: string, { spec }: LintInput): string {
  return spec.data.options.drop?.includes(name)
    ? `Take "${name}" out of \`drop\`, or don't read it.`
    : "Use a column of the data; names are case-sensitive.";
}

/** The kind of a column, where it is known or declared. */
export function kindOf(name: string, { spec, catalogue }: LintInput): string | undefined {
  const { kinds } = spec.data.options;
  if (kinds !== undefined && Object.hasOwn(kinds, name)) return kinds[name];
  return catalogue.columns !== undefined && Object.hasOwn(catalogue.columns, name)
    ? catalogue.columns[name]
    : undefined;
}
