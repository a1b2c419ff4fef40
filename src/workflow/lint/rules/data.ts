import { listNames, suggestion } from "../../../errors/index.ts";
import { columnFault, columnFix, kindOf } from "../columns-read.ts";
import type { LintInput, Rule } from "../rule.ts";

export const formatKnown: Rule = {
  name: "format-known",
  severity: "error",
  summary: "`data` comes from a source that Millrace can read.",
  example: {
    code: 'data: { kind: "excel", path: "birds.xlsx", options: {} }',
    message: 'data is of kind "excel", which Millrace can\'t read. Known: csv, parquet, json, ndjson.',
  },
  *check({ spec: { data }, catalogue: { formats }, locate }) {
    if (formats.includes(data.kind)) return;
    yield {
      message: `data is of kind "${data.kind}", which Millrace can't read.${suggestion(data.kind, formats)} Known: ${listNames(formats)}.`,
      fix: "Export it to CSV or Parquet, or say table(path, { format }) if only the file's name is unusual.",
      at: data.at ?? locate(["data"]),
    };
  },
};

export const timeAndKey: Rule = {
  name: "time-and-key",
  severity: "error",
  summary: "The table's `time` and `key` columns exist and aren't dropped.",
  example: {
    code: 'data: table("birds.csv", { time: "dya" })',
    message:
      'data reads column "dya" as time, but the data has no such column. Did you mean "day"? Columns: day, speed, size, damage, cost, age.',
  },
  *check(input) {
    const { data } = input.spec;
    const { time, key } = data.options;
    const named = [
      ...(time === undefined ? [] : [{ use: "time", column: time }]),
      ...[key ?? []].flat().map((column) => ({ use: "key", column })),
    ];
    for (const { use, column } of named) {
      const fault = columnFault(column, input);
      if (fault === undefined) continue;
      yield {
        message: `data reads column "${column}" as ${use}, ${fault}.`,
        fix: columnFix(column, input),
        at: data.at ?? input.locate(["data"]),
      };
    }
  },
};

export const timeKind: Rule = {
  name: "time-kind",
  severity: "error",
  summary: "The column that orders rows in time is a date or a number.",
  example: {
    code: 'data: table("birds.csv", { time: "size" })',
    message: 'column "size" orders rows in time, but it is of kind category.',
  },
  *check(input) {
    const column = timeColumn(input);
    const kind = column === undefined ? undefined : kindOf(column, input);
    if (kind === undefined || kind === "date" || kind === "number" || kind === "id") return;
    yield {
      message: `column "${column}" orders rows in time, but it is of kind ${kind}.`,
      fix: 'Name a date column, or declare its kind: table(path, { kinds: { … : "date" } }).',
      at: input.spec.data.at ?? input.locate(["data"]),
    };
  },
};

/** The column that orders rows: the table's, or the one that a split by time names. */
function timeColumn({ spec }: LintInput): string | undefined {
  return spec.data.options.time ?? (spec.split.kind === "time" ? spec.split.column : undefined);
}
