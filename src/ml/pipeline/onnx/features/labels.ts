import type { CodeColumn } from "../../../frame/column.ts";
import { int, ints, strings } from "../../../onnx/graph-builder.ts";
import { lookUp } from "../expressions/written.ts";
import { notExportable } from "../not-exportable.ts";
import { writeSteps } from "./block.ts";
import type { ChainToWrite } from "./chain-writer.ts";

/** Features that are looked up are a table of at most so many floats. */
const mostTable = 1_000_000;

/**
 * Any transformer of labels: its features are a function of the label, so the fitted chain itself is asked for every level, for the
 * missing and for an unseen label, and the answers become a table. Steps are in the answers already.
 */
export function writeLabels(chain: ChainToWrite): string {
  const { graph, what } = chain;
  const levels = levelsOf(chain);
  const width = chain.chain.features.length;
  if ((levels.length + 2) * width > mostTable) {
    throw notExportable(what, `a table of ${levels.length} levels by ${width} features would be too large`);
  }
  const table = probe(chain, levels);
  const keys = ["", ...levels.filter((level) => level !== "")];
  const rowOf = (key: string): number => (key === "" ? levels.length : levels.indexOf(key));
  refuseEmptyLevel(what, levels, table);
  if (width === 1) {
    const map = keys.map((key): [string, number] => [key, table[0]![rowOf(key)]!]);
    return lookUp(graph, chain.column.name(), map, table[0]![levels.length + 1]!);
  }
  const index = graph.mlNode("LabelEncoder", [chain.column.name()], {
    keys_strings: strings(keys),
    values_int64s: ints(keys.map((_, k) => k)),
    default_int64: int(keys.length),
  });
  const rows = [...keys.map(rowOf), levels.length + 1];
  const values = rows.flatMap((row) => table.map((feature) => feature[row]!));
  const flat = graph.node("Reshape", [index, graph.integers([-1])]);
  return graph.node("Gather", [graph.floats(values, [rows.length, width]), flat], { axis: int(0) });
}

/** One 0/1 feature per level, by the operator made for it; steps follow. */
export function writeOneHot(chain: ChainToWrite): string {
  const { graph, column, steps, what } = chain;
  const levels = levelsOf(chain);
  if (levels.includes("")) refuseEmptyLevel(what, levels, probe(chain, levels));
  const encoded = graph.mlNode("OneHotEncoder", [column.name()], { cats_strings: strings(levels), zeros: int(1) });
  const block = graph.node("Reshape", [encoded, graph.integers([-1, levels.length])]);
  return steps.every((list) => list.length === 0) ? block : writeSteps(graph, graph.cast(block, "double"), steps, what);
}

function levelsOf({ data }: ChainToWrite): readonly string[] {
  return (data["levels"] as readonly string[] | undefined) ?? [];
}

/** What each feature is for every level, then for missing, then for a label that was never seen. */
function probe({ chain }: ChainToWrite, levels: readonly string[]): Float32Array[] {
  let unseen = "unseen";
  while (levels.includes(unseen)) unseen += "'";
  const rows = levels.length + 2;
  const codes = Int32Array.from({ length: rows }, (_, i) => i);
  codes[levels.length] = -1;
  codes[levels.length + 1] = levels.length;
  const column: CodeColumn = { storage: "codes", kind: "category", codes, dictionary: [...levels, unseen] };
  const into = chain.features.map(() => new Float32Array(rows));
  chain.transform(column, into);
  return into;
}

function refuseEmptyLevel(what: string, levels: readonly string[], table: readonly Float32Array[]): void {
  const empty = levels.indexOf("");
  if (empty < 0 || table.every((feature) => Object.is(feature[empty], feature[levels.length]))) return;
  throw notExportable(
    what,
    "ONNX texts can't be missing, so the empty text stands for it, and here it is a label of its own",
  );
}
