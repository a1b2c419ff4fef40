import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { streamTable } from "../data/index.ts";
import { fail, listNames, suggestion } from "../errors/index.ts";
import type { Column, Explained, Frame, Predictor, ThreadTeam } from "../ml/index.ts";
import type { Random } from "../platform/index.ts";
import { wantedField } from "./batch.ts";

/** Rows of a file that are to be explained. */
export interface FileToExplain {
  readonly predictor: Predictor;
  /** A table in any format that sources read. */
  readonly input: string;
  /** The first so many rows, at least 1. */
  readonly rows: number;
  /** The class to explain. Default: the positive one of two, the predicted one of several. */
  readonly label?: string | undefined;
  /** Names temporary files. */
  readonly random: Random;
  /** Threads that help; they don't change the result. */
  readonly team?: ThreadTeam | undefined;
}

/**
 * What each column added to the predictions of a file's first rows.
 * @throws SERVING_COLUMNS_MISSING, ML_NOT_EXPLAINABLE, ML_CLASS_UNKNOWN, DATA_*
 */
export async function explainFile(file: FileToExplain): Promise<Explained> {
  const { predictor, input, rows, label, team, random } = file;
  const required = predictor.schema.filter(({ required }) => required);
  const workFile = (extension: string): string => join(tmpdir(), `millrace-${random.name()}.${extension}`);
  return streamTable(
    { path: input, fields: required.map(wantedField), workFile },
    async ({ absent, columns, batches }) => {
      if (absent.length > 0) {
        const names = columns.map(({ name }) => name);
        throw fail("SERVING_COLUMNS_MISSING", {
          path: basename(input),
          missing: listNames(absent),
          suggestion: suggestion(absent[0]!, names),
          columns: listNames(names),
        });
      }
      const asked: Record<string, unknown>[] = [];
      const names = required.map(({ name }) => name);
      for await (const { frame } of batches) {
        const wanted = Math.min(frame.rowCount, rows - asked.length);
        for (let row = 0; row < wanted; row++) asked.push(plainRow(frame, names, row));
        if (asked.length >= rows) break;
      }
      return predictor.explain(asked, { label, team });
    },
  );
}

/** From entries, as a column may be called `__proto__`. */
function plainRow(frame: Frame, names: readonly string[], row: number): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, plainValue(frame.column(name), row)]));
}

function plainValue(column: Column, row: number): string | number | boolean | null {
  if (column.storage === "codes") return column.dictionary[column.codes[row]!] ?? null;
  const value = column.values[row]!;
  if (Number.isNaN(value)) return null;
  if (column.kind === "boolean") return value !== 0;
  return column.kind === "date" ? new Date(value).toISOString() : value;
}
