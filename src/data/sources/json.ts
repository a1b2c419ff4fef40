import { fail } from "../../errors/index.ts";
import { readText } from "./bytes.ts";
import { type JsonRow, readJsonRows } from "./json-rows.ts";
import { maxColumns, type SourceFile, type StagedTable, type StageRequest, type TableFormat } from "./source.ts";
import { StagedWriter, stagedRelation } from "./staged-text.ts";

/** JSON: one array of objects (or objects one after the other). Objects inside become dotted columns; lists are refused unless dropped. */
export const json: TableFormat<"json"> = {
  name: "json",
  summary: "an array of objects; numbers, texts and booleans keep their types",
  extensions: [".json"],
  gzip: true,
  typed: true,
  stage,
};

/** NDJSON: one object a line. */
export const ndjson: TableFormat<"ndjson"> = {
  name: "ndjson",
  summary: "one JSON object a line",
  extensions: [".ndjson", ".jsonl"],
  gzip: true,
  typed: true,
  stage,
};

type JsonType = "string" | "number" | "boolean";

/** Writes rows as a staged text table; a column that first appears in a later row is empty above it. */
async function stage(request: StageRequest): Promise<StagedTable> {
  const positions = new Map<string, number>();
  const types: Set<JsonType>[] = [];
  const dropped = new Set(request.options.drop);
  const files: SourceFile[] = [];
  const writer = await StagedWriter.open(request.stagedPath);
  let [rows, grown] = [0, false];
  try {
    for (const file of request.files) {
      const chunks = readText(file, request.options.encoding, (source) => files.push(source));
      for await (const batch of readJsonRows(chunks, file.shown, dropped)) {
        for (const row of batch) {
          const before = positions.size;
          const fields = place(row, positions, types, file.shown);
          grown ||= rows > 0 && positions.size > before;
          writer.fields(fields);
          rows++;
        }
        await writer.flush();
      }
    }
  } finally {
    await writer.close();
  }
  const first = request.files[0]!.shown;
  if (rows === 0 || positions.size === 0) throw fail("DATA_NO_ROWS", { file: first, columns: positions.size });
  const columns = [...positions.keys()].map((name, i) => {
    const type = types[i]!.size === 1 && types[i]!.has("string") ? ("string" as const) : ("text" as const);
    return { name, type, sql: `c${i}` };
  });
  const relation = stagedRelation(request.stagedPath, columns.length, { longestRow: writer.longestRow, padded: grown });
  return { relation, columns, files, rejected: [], rejectedCount: 0, renamed: [] };
}

function place(row: JsonRow, positions: Map<string, number>, types: Set<JsonType>[], file: string): (string | null)[] {
  for (const { name } of row) {
    if (positions.has(name)) continue;
    positions.set(name, positions.size);
    types.push(new Set());
    if (positions.size > maxColumns) {
      throw fail("DATA_TOO_WIDE", { file, columns: positions.size, limit: maxColumns });
    }
  }
  const fields = new Array<string | null>(positions.size).fill(null);
  for (const { name, type, text } of row) {
    const at = positions.get(name)!;
    if (type !== "null") types[at]!.add(type);
    fields[at] = type === "null" ? null : text;
  }
  return fields;
}
