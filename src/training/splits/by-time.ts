import { fail } from "../../errors/index.ts";
import { callSite, type SplitSpec } from "../../workflow/index.ts";
import { foldsWithBothClasses } from "./one-class.ts";
import { ascending, counted, countOf, percent, without } from "./rows.ts";
import { checkedShare } from "./share.ts";
import type { Fold, SplitDefinition, SplitInput } from "./split.ts";
import { splitColumn } from "./split-column.ts";

/**
 * Keeps the latest rows for the test: the honest choice wherever a model will predict what comes later.
 * @param options `test`: share of rows, 0..1; `column`: what orders them (default: the table's `time`)
 * @throws TRAINING_SPLIT_SHARE_INVALID
 * @example split: byTime({ test: 0.2 })
 */
export function byTime<const Column extends string = never>(options: {
  readonly test: number;
  readonly column?: Column;
}): SplitSpec<NoInfer<Column>, "time"> {
  const at = callSite();
  return { kind: "time", column: options.column, test: checkedShare("byTime", options.test, at), at };
}

/** Rows of one moment stay together. Rows without a time always train: a test on them would say nothing of the future. */
export const timeSplit: SplitDefinition = {
  kind: "time",
  summary: "The latest rows are kept for the test; rows without a time train.",
  make(input, rows) {
    const line = timelineOf(input, rows);
    const cut = cutNear(line, line.order.length - countOf(input.spec.test, line.order.length), 1);
    if (cut === null) throw tooFewTimes(input, line);
    const test = ascending(line.order.slice(cut));
    const share = percent(test.length / rows.length);
    const how = `the last ${share} of rows by ${line.name}: from ${line.label(line.order[cut]!)} on`;
    return { train: without(rows, test), test, how: how + missingNote(line) };
  },
  folds(input) {
    const { rows, k } = input;
    const line = timelineOf(input, rows);
    const cuts: number[] = [];
    // k + 1 blocks of time: the first only trains, each later one validates what was fitted on all before it.
    for (let block = 1; block <= k; block++) {
      const cut = cutNear(line, Math.round((block * line.order.length) / (k + 1)), (cuts.at(-1) ?? 0) + 1);
      if (cut !== null) cuts.push(cut);
    }
    if (cuts.length === 0) throw tooFewTimes(input, line);
    const timeless = without(rows, line.order);
    const folds = cuts.map((cut, i): Fold => {
      const validation = ascending(line.order.slice(cut, cuts[i + 1] ?? line.order.length));
      return { train: ascending([...timeless, ...line.order.slice(0, cut)]), validation };
    });
    const reduced = folds.length < k ? `, in place of ${k}: there are too few distinct times` : "";
    const how = `${counted(folds.length, "fold")} by ${line.name}, each validating what came after its training rows${reduced}`;
    return foldsWithBothClasses({ folds, how: how + missingNote(line) }, input);
  },
};

interface Timeline {
  readonly name: string;
  /** Rows that have a time, by time, then by row. */
  readonly order: readonly number[];
  readonly values: Float64Array;
  readonly missing: number;
  label(row: number): string;
}

function timelineOf(input: SplitInput, rows: Int32Array): Timeline {
  const { spec, timeColumn } = input;
  const wanted = spec.column ?? timeColumn;
  if (wanted === undefined) throw fail("TRAINING_SPLIT_TIME_UNDECLARED", {}, { at: spec.at });
  const { name, column } = splitColumn(input, wanted);
  if (column.storage === "codes") {
    throw fail("TRAINING_SPLIT_COLUMN_NOT_TIME", { column: name, kind: column.kind }, { at: spec.at });
  }
  const { values } = column;
  const order = [...rows].filter((row) => !Number.isNaN(values[row]!));
  order.sort((a, b) => values[a]! - values[b]! || a - b);
  const label = (row: number): string => (column.kind === "date" ? dateText(values[row]!) : String(values[row]!));
  return { name, order, values, missing: rows.length - order.length, label };
}

/** The place >= `from` nearest to `wanted` where the time changes (the earlier of two equally near), or null. */
function cutNear({ order, values }: Timeline, wanted: number, from: number): number | null {
  const changes = (at: number): boolean =>
    at >= from && at < order.length && values[order[at - 1]!] !== values[order[at]!];
  for (let distance = 0; distance < order.length; distance++) {
    if (changes(wanted - distance)) return wanted - distance;
    if (changes(wanted + distance)) return wanted + distance;
  }
  return null;
}

function tooFewTimes(input: SplitInput, line: Timeline): Error {
  const got = new Set(line.order.map((row) => line.values[row])).size;
  return fail("TRAINING_SPLIT_TOO_FEW_TIMES", { column: line.name, got, missing: line.missing }, { at: input.spec.at });
}

/** The day; with the time of day where it isn't midnight UTC. */
function dateText(ms: number): string {
  const text = new Date(ms).toISOString();
  return text.endsWith("T00:00:00.000Z") ? text.slice(0, -14) : text;
}

function missingNote(line: Timeline): string {
  return line.missing === 0 ? "" : `; ${counted(line.missing, "row")} without a time train`;
}
