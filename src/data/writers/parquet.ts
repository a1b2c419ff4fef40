import { queryRow, sqlName, sqlText, withDuckDB } from "../duckdb.ts";
import { numberSql } from "../kinds/read-sql.ts";
import { stagedRelation } from "../sources/staged-text.ts";
import type { RawColumn } from "../stream.ts";
import { cellText, csvField } from "./csv.ts";
import { TextFile, writing } from "./text-file.ts";
import type { TableWriter, WriterFormat } from "./writer.ts";

/**
 * Parquet with typed columns. Rows are kept as text beside the file until all are there; texts that are all plain numbers then
 * become DOUBLE (or BIGINT where all are whole), unless they have leading zeros or more digits than a double holds.
 */
export const parquetWriter: WriterFormat = {
  name: "parquet",
  extensions: [".parquet", ".pq"],
  async open(path, columns, random): Promise<TableWriter> {
    const rows = await TextFile.create(`${path}.rows`, random);
    const target = await TextFile.create(path, random);
    await target.finish();
    const abort = async (): Promise<void> => {
      await rows.abort();
      await target.abort();
    };
    let longestRow = 0;
    return {
      async write(cells) {
        const count = cells[0]?.length ?? 0;
        let text = "";
        for (let row = 0; row < count; row++) {
          const line = cells.map((column, c) => quoted(column[row] ?? null, columns[c]!)).join(",");
          longestRow = Math.max(longestRow, line.length * 3);
          text += `${line}\n`;
        }
        await rows.append(text);
      },
      async close() {
        await rows.finish();
        try {
          await writing(path, () => convert(rows.temporary, target.temporary, columns, longestRow));
          await target.publish();
        } finally {
          await abort();
        }
      },
      abort,
    };
  },
};

/** Stands for "no value" among the texts; no text table holds these characters. */
const nothing = "\u0001\u0002";

function quoted(value: string | number | boolean | null, column: RawColumn): string {
  return value === null ? nothing : csvField(cellText(value, column.type === "date"), ",");
}

async function convert(from: string, to: string, columns: readonly RawColumn[], longestRow: number): Promise<void> {
  await withDuckDB(async (connection) => {
    const relation = stagedRelation(from, columns.length, { longestRow, nothing });
    const selection: string[] = [];
    for (const [i, column] of columns.entries()) {
      selection.push(
        `${await typedSql(`c${i}`, column, async (sql) => await queryRow(connection, `${sql} FROM ${relation}`))} AS ${sqlName(physicalName(columns, i))}`,
      );
    }
    await connection.run(
      `COPY (SELECT ${selection.join(", ")} FROM ${relation}) TO ${sqlText(to)} (FORMAT parquet, COMPRESSION zstd)`,
    );
  });
}

async function typedSql(
  name: string,
  column: RawColumn,
  ask: (sql: string) => Promise<Record<string, unknown>>,
): Promise<string> {
  if (column.type === "number") return `${name}::DOUBLE`;
  if (column.type === "boolean") return `${name}::BOOLEAN`;
  if (column.type === "date") return `try_cast(${name} AS TIMESTAMPTZ) AT TIME ZONE 'UTC'`;
  const number = numberSql(name, ".");
  const facts = await ask(
    `SELECT count(${name}) > 0 AND count(${name}) = count(${number}) AND NOT coalesce(bool_or(regexp_matches(${name}, '^[+-]?0\\d|\\s') OR abs(${number}) > 9007199254740991), false) AS numeric_values,
       coalesce(bool_and(regexp_full_match(${name}, '-?\\d+')), false) AS whole`,
  );
  if (facts["numeric_values"] !== true) return name;
  return facts["whole"] === true ? `${name}::BIGINT` : `${name}::DOUBLE`;
}

/** Readers that ignore case would confuse "Age" and "age": the later one gets a number behind. */
function physicalName(columns: readonly RawColumn[], at: number): string {
  const { name } = columns[at]!;
  const earlier = columns.slice(0, at).filter((column) => column.name.toLowerCase() === name.toLowerCase()).length;
  return earlier === 0 ? name : `${name}_${earlier + 1}`;
}
