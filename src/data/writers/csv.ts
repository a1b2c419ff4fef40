import type { RawValue } from "../stream.ts";
import { TextFile } from "./text-file.ts";
import type { TableWriter, WriterFormat } from "./writer.ts";

/**
 * CSV and TSV: a header, quotes where needed, LF. Values stay exactly what they were, so a text that begins with "=" does, too:
 * predictions must round trip.
 */
export const csvWriter: WriterFormat = {
  name: "csv",
  extensions: [".csv", ".tsv"],
  async open(path, columns, random): Promise<TableWriter> {
    const delimiter = path.toLowerCase().endsWith(".tsv") ? "\t" : ",";
    const file = await TextFile.create(path, random);
    await file.append(`${columns.map(({ name }) => csvField(name, delimiter)).join(delimiter)}\n`);
    return {
      async write(cells) {
        const rows = cells[0]?.length ?? 0;
        let text = "";
        for (let row = 0; row < rows; row++) {
          const fields = cells.map((column, c) =>
            csvField(cellText(column[row]!, columns[c]!.type === "date"), delimiter),
          );
          // A row of one empty cell would be a blank line, which readers skip.
          text += `${fields.length === 1 && fields[0] === "" ? '""' : fields.join(delimiter)}\n`;
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

/** A cell as text: shortest digits that read back the same, ISO dates, nothing for null. */
export function cellText(value: RawValue, isDate: boolean): string {
  if (value === null) return "";
  if (isDate) return new Date(value as number).toISOString().replace("T00:00:00.000Z", "");
  return Object.is(value, -0) ? "-0" : String(value);
}

/** Quoted where the field holds the delimiter, a quote, a line end, or blanks at its ends. */
export function csvField(text: string, delimiter: string): string {
  if (!text.includes(delimiter) && !/["\n\r]|^\s|\s$/.test(text)) return text;
  return `"${text.replaceAll('"', '""')}"`;
}
