import { fail } from "../../errors/index.ts";
import type { Frame } from "../../ml/index.ts";
import type { Random } from "../../platform/index.ts";
import type { RawColumn, RawValue } from "../stream.ts";
import { csvWriter } from "./csv.ts";
import { ndjsonWriter } from "./ndjson.ts";
import { parquetWriter } from "./parquet.ts";
import type { TableWriter, WriterFormat } from "./writer.ts";

/** Every format that tables are written in, by name. */
export const writerTable: Readonly<Record<string, WriterFormat>> = {
  csv: csvWriter,
  parquet: parquetWriter,
  ndjson: ndjsonWriter,
};

/** Opens an output table; the extension says the format. `random` names temporary files. @throws DATA_WRITE_FAILED */
export async function openTableWriter(
  path: string,
  columns: readonly RawColumn[],
  random: Random,
): Promise<TableWriter> {
  const format = Object.values(writerTable).find(({ extensions }) =>
    extensions.some((extension) => path.toLowerCase().endsWith(extension)),
  );
  if (format === undefined)
    throw fail("DATA_WRITE_FAILED", { file: path, reason: "the extension names no format of tables" });
  return await format.open(path, columns, random);
}

/** Writes a whole frame to a file; the extension says the format. @throws DATA_WRITE_FAILED */
export async function writeFrame(frame: Frame, path: string, random: Random): Promise<void> {
  const columns = [...frame.columns].map(
    ([name, column]): RawColumn => ({
      name,
      type:
        column.storage === "codes"
          ? "text"
          : column.kind === "date" || column.kind === "boolean"
            ? column.kind
            : "number",
    }),
  );
  const writer = await openTableWriter(path, columns, random);
  try {
    for (let from = 0; from < frame.rowCount; from += batchRows) {
      const to = Math.min(frame.rowCount, from + batchRows);
      await writer.write([...frame.columns.keys()].map((name) => cellsOf(frame, name, from, to)));
    }
    await writer.close();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

const batchRows = 10_000;

function cellsOf(frame: Frame, name: string, from: number, to: number): RawValue[] {
  const column = frame.column(name);
  const cells: RawValue[] = [];
  for (let row = from; row < to; row++) {
    if (column.storage === "codes") cells.push(column.codes[row]! < 0 ? null : column.dictionary[column.codes[row]!]!);
    else if (Number.isNaN(column.values[row]!)) cells.push(null);
    else cells.push(column.kind === "boolean" ? column.values[row] === 1 : column.values[row]!);
  }
  return cells;
}
