import type { RawColumn, RawValue } from "../stream.ts";
import { TextFile } from "./text-file.ts";
import type { TableWriter, WriterFormat } from "./writer.ts";

/** One JSON object a line, keys in the columns' order; null where there is no value. */
export const ndjsonWriter: WriterFormat = {
  name: "ndjson",
  extensions: [".ndjson", ".jsonl"],
  async open(path, columns, random): Promise<TableWriter> {
    const file = await TextFile.create(path, random);
    const keys = columns.map(({ name }) => `${JSON.stringify(name)}:`);
    return {
      async write(cells) {
        const rows = cells[0]?.length ?? 0;
        let text = "";
        for (let row = 0; row < rows; row++) {
          const members = columns.map((column, c) => keys[c]! + jsonCell(cells[c]![row]!, column));
          text += `{${members.join(",")}}\n`;
        }
        await file.append(text);
      },
      async close() {
        await file.finish();
        await file.publish();
      },
      abort: () => file.abort(),
    };
  },
};

function jsonCell(value: RawValue, column: RawColumn): string {
  if (value === null || (typeof value === "number" && !Number.isFinite(value))) return "null";
  if (column.type === "date")
    return JSON.stringify(new Date(value as number).toISOString().replace("T00:00:00.000Z", ""));
  return JSON.stringify(value);
}
