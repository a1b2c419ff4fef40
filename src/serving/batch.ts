import { access, constants, realpath } from "node:fs/promises";
import { basename, dirname } from "node:path";
import {
  openTableWriter,
  type RawColumn,
  type RawValue,
  type StreamField,
  streamTable,
  type TableStream,
  type TableWriter,
  writerTable,
} from "../data/index.ts";
import { fail, listNames, suggestion } from "../errors/index.ts";
import type { Field, Predictor, ScoredColumns, ThreadTeam } from "../ml/index.ts";
import type { Random } from "../platform/index.ts";
import { scoreFrameFrom } from "./score.ts";
import { WarningSummary } from "./warning-summary.ts";

/** A file to be scored. */
export interface FileToScore {
  readonly predictor: Predictor;
  /** A table in any format that sources read. */
  readonly input: string;
  /** csv, tsv, parquet or ndjson by its extension; appears whole or not at all. */
  readonly output: string;
  /** Names temporary files. */
  readonly random: Random;
  /** Threads that help; they don't change the result. */
  readonly team?: ThreadTeam | undefined;
  /** Told the rows scored so far. */
  readonly onProgress?: ((rows: number) => void) | undefined;
}

/** What became of it. */
export interface ScoredFile {
  readonly rows: number;
  /** What was odd in the file, in words, each kind once with its count. */
  readonly warnings: readonly string[];
}

/**
 * Scores a file of any size, a batch of rows at a time: all its columns in order, then `prediction` and, for classification,
 * `probability_<class>` for each class. The values are those of the model in process and over HTTP, to the bit.
 * @throws SERVING_OUTPUT_FORMAT, SERVING_OUTPUT_IS_INPUT, SERVING_COLUMNS_MISSING, SERVING_COLUMN_TAKEN, DATA_* (DATA_WRITE_FAILED where the output has no place)
 * @example
 * await scoreFile({ predictor: loadModel(bytes), input: "july.parquet", output: "scored.csv", random });
 */
export async function scoreFile(file: FileToScore): Promise<ScoredFile> {
  const { predictor, input, output, random } = file;
  if (
    !Object.values(writerTable).some(({ extensions }) => extensions.some((end) => output.toLowerCase().endsWith(end)))
  ) {
    throw fail("SERVING_OUTPUT_FORMAT", { path: output });
  }
  if (await isSameFile(input, output)) throw fail("SERVING_OUTPUT_IS_INPUT", { path: output });
  await requireFolder(output);
  const fields = predictor.schema.filter(({ required }) => required);
  const workFile = (extension: string): string => `${output}.${random.name()}.${extension}`;
  const wanted = fields.map(wantedField);
  return streamTable({ path: input, fields: wanted, workFile }, (stream) => scoreStream(file, stream));
}

/** The file is read as the training table was; dates may be ISO 8601, too, as in requests. */
export function wantedField({ name, kind, storage, reading }: Field): StreamField {
  if (reading === undefined) return { name, kind, storage };
  const { as, decimal, dates, missingTexts } = reading;
  const read = as === "date" ? [...new Set([...dates, "YYYY-MM-DD"])] : dates;
  return { name, kind, storage, reading: { kind, storage, as, decimal, dates: read }, missingTexts };
}

async function scoreStream(file: FileToScore, stream: TableStream): Promise<ScoredFile> {
  const { predictor, output, onProgress, team } = file;
  const added = predictionColumns(predictor);
  refuseUnfit(file, stream, added);
  const warnings = new WarningSummary();
  const writer = await openTableWriter(output, [...stream.columns, ...added], file.random);
  let rows = 0;
  try {
    for await (const batch of stream.batches) {
      const scored = scoreFrameFrom(predictor, batch.frame, batch.firstRow, team);
      warnings.add(batch, scored.warnings);
      await writer.write([...batch.raw, ...predictionCells(scored, predictor.classes)]);
      rows += batch.rowCount;
      onProgress?.(rows);
    }
  } catch (error) {
    await writer.abort();
    throw error;
  }
  await finish(writer);
  return { rows, warnings: warnings.lines() };
}

async function finish(writer: TableWriter): Promise<void> {
  try {
    await writer.close();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

/** The columns that scoring adds. */
function predictionColumns({ classes }: Predictor): readonly RawColumn[] {
  const probabilities = classes.map((label): RawColumn => ({ name: `probability_${label}`, type: "number" }));
  return [{ name: "prediction", type: classes.length > 0 ? "text" : "number" }, ...probabilities];
}

function predictionCells({ values, probabilities }: ScoredColumns, classes: readonly string[]): RawValue[][] {
  const n = classes.length;
  const labelled = n === 0 ? Array.from(values) : Array.from(values, (value) => classes[value]!);
  const cells: RawValue[][] = [labelled];
  for (let k = 0; k < n; k++) cells.push(Array.from(values, (_, row) => probabilities?.[row * n + k] ?? null));
  return cells;
}

function refuseUnfit({ input }: FileToScore, { columns, absent }: TableStream, added: readonly RawColumn[]): void {
  const names = columns.map(({ name }) => name);
  const path = basename(input);
  if (absent.length > 0) {
    throw fail("SERVING_COLUMNS_MISSING", {
      path,
      missing: listNames(absent),
      suggestion: suggestion(absent[0]!, names),
      columns: listNames(names),
    });
  }
  const taken = added.find(({ name }) => names.includes(name));
  if (taken !== undefined) throw fail("SERVING_COLUMN_TAKEN", { column: taken.name, path });
}

/** Before the input is read: a folder that isn't there should be known after no time, not after an hour. */
async function requireFolder(output: string): Promise<void> {
  const folder = dirname(output);
  try {
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw fail(
      "DATA_WRITE_FAILED",
      { file: output, reason: `${folder} is no folder that can be written to` },
      { cause },
    );
  }
}

async function isSameFile(a: string, b: string): Promise<boolean> {
  const [first, second] = await Promise.all([a, b].map((path) => realpath(path).catch(() => undefined)));
  return first !== undefined && first === second;
}
