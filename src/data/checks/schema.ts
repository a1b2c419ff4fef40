import { fail, suggestion } from "../../errors/index.ts";
import type { ColumnKind } from "../../ml/index.ts";
import { type CheckSpec, callSite, type Severity } from "../../workflow/index.ts";
import { type CheckDefinition, checkSpec } from "./check.ts";

/**
 * The table has these columns with these kinds.
 * @param options `columns`: kind by name; `extra`: whether other columns may be there, too (default true) @throws DATA_OPTION_INVALID
 * @example schema({ columns: { age: "number", city: "category" } })
 */
export function schema(options: {
  readonly columns: Readonly<Record<string, ColumnKind>>;
  readonly extra?: boolean;
  readonly severity?: Severity;
}): CheckSpec<never> {
  const at = callSite();
  const entries = Object.entries(options.columns ?? {});
  if (entries.length === 0) {
    throw fail(
      "DATA_OPTION_INVALID",
      { what: "schema: columns", expected: "kinds by column name", got: "nothing" },
      { at },
    );
  }
  const params = {
    names: entries.map(([name]) => name),
    kinds: entries.map(([, kind]) => kind),
    extra: options.extra ?? true,
  };
  return checkSpec("schema", at, { params, severity: options.severity });
}

export const schemaCheck: CheckDefinition = {
  kind: "schema",
  summary: "The table has the columns that are listed, with their kinds.",
  example: 'schema({ columns: { age: "number" } })',
  run({ frame, spec }) {
    const { names, kinds, extra } = spec.params as unknown as { names: string[]; kinds: ColumnKind[]; extra: boolean };
    const faults: string[] = [];
    names.forEach((name, i) => {
      const column = frame.columns.get(name);
      if (column === undefined) faults.push(`"${name}" is missing${suggestion(name, frame.names)}`);
      else if (column.kind !== kinds[i]) faults.push(`"${name}" is ${column.kind}, not ${kinds[i]}`);
    });
    if (!extra) for (const name of frame.names) if (!names.includes(name)) faults.push(`"${name}" is not expected`);
    if (faults.length === 0)
      return { holds: true, message: `All ${names.length} columns are there, of their kinds.`, rows: [] };
    return { holds: false, message: `${faults.join("; ")}.`, rows: [] };
  },
};
