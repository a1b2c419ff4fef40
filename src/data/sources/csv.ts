import { fail } from "../../errors/index.ts";
import { readText } from "./bytes.ts";
import { type CsvRecord, fieldsOf, scanRecords } from "./csv-scanner.ts";
import { sniffDelimiter } from "./delimiter.ts";
import { type NamedColumns, nameColumns, requireSameNames } from "./names.ts";
import {
  maxColumns,
  maxRejectedKept,
  type RejectedRow,
  type SourceFile,
  type StagedTable,
  type StageRequest,
  type TableFormat,
} from "./source.ts";
import { StagedWriter, stagedRelation } from "./staged-text.ts";

/** Delimited text: CSV, TSV and their like, in UTF-8, UTF-16 or Latin-1, plain or gzipped. The first row names the columns. */
export const csv: TableFormat<"csv"> = {
  name: "csv",
  summary: "delimited text with a header; delimiter, quotes, byte order mark and gzip are found out",
  extensions: [".csv", ".tsv", ".tab", ".psv", ".txt"],
  sharedExtensions: [".txt"],
  gzip: true,
  typed: false,
  stage,
};

interface Progress {
  delimiter: number | undefined;
  names: NamedColumns | undefined;
  first: string;
  rows: number;
  readonly files: SourceFile[];
  readonly rejected: RejectedRow[];
  rejectedCount: number;
}

/** Rewrites the files, checked row by row, as one plain table that DuckDB reads without guessing anything. */
async function stage(request: StageRequest): Promise<StagedTable> {
  const progress: Progress = {
    delimiter: request.options.delimiter?.charCodeAt(0),
    names: undefined,
    first: "",
    rows: 0,
    files: [],
    rejected: [],
    rejectedCount: 0,
  };
  const writer = await StagedWriter.open(request.stagedPath);
  try {
    for (const file of request.files) await stageFile(file, request, progress, writer);
  } finally {
    await writer.close();
  }
  const { names, rows, first, rejected, rejectedCount, files } = progress;
  if (rows === 0) throw fail("DATA_NO_ROWS", { file: first, columns: names!.names.length });
  const columns = names!.names.map((name, i) => ({ name, type: "text" as const, sql: `c${i}` }));
  const relation = stagedRelation(request.stagedPath, columns.length, { longestRow: writer.longestRow });
  const delimiter = String.fromCharCode(progress.delimiter!);
  return { relation, columns, files, rejected, rejectedCount, renamed: names!.renamed, delimiter };
}

async function stageFile(
  file: { path: string; shown: string },
  request: StageRequest,
  progress: Progress,
  writer: StagedWriter,
): Promise<void> {
  const chunks = readText(file, request.options.encoding, (source) => progress.files.push(source));
  const first = await firstChunk(chunks);
  const delimiter = progress.delimiter ?? sniffDelimiter(first, file.path);
  let header: string[] | undefined;
  const all = (async function* () {
    yield first;
    yield* chunks;
  })();
  for await (const records of scanRecords(all, delimiter, file.shown)) {
    for (const record of records) {
      if (header === undefined) {
        if (isBlank(record)) continue;
        header = takeHeader(record, delimiter, file.shown, progress);
      } else if (isBlank(record) && header.length > 1) {
      } else if (record.fieldCount !== header.length) {
        setAside(record, header.length, file.shown, request, progress);
      } else {
        writer.record(record, delimiter);
        progress.rows++;
      }
    }
    await writer.flush();
  }
  if (header === undefined) throw fail("DATA_EMPTY", { file: file.shown });
}

function takeHeader(record: CsvRecord, delimiter: number, file: string, progress: Progress): string[] {
  if (record.fieldCount > maxColumns) {
    throw fail("DATA_TOO_WIDE", { file, columns: record.fieldCount, limit: maxColumns });
  }
  const fields = fieldsOf(record, delimiter);
  const names = nameColumns(fields);
  if (progress.names === undefined) {
    progress.names = names;
    progress.first = file;
    progress.delimiter = delimiter;
  } else requireSameNames(progress.names.names, names.names, progress.first, file);
  return fields;
}

/** Keeps a row that doesn't fit aside. @throws DATA_ROW_RAGGED where that wasn't asked for */
function setAside(record: CsvRecord, expected: number, file: string, request: StageRequest, progress: Progress): void {
  const text = record.bytes.subarray(record.start, Math.min(record.end, record.start + 200)).toString("utf8");
  if (request.options.badRows !== "set-aside") {
    const row = JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
    throw fail("DATA_ROW_RAGGED", { file, line: record.line, expected, got: record.fieldCount, row });
  }
  progress.rejectedCount++;
  if (progress.rejected.length >= maxRejectedKept) return;
  const reason = `expected ${expected} fields, got ${record.fieldCount}`;
  progress.rejected.push({ file, line: record.line, reason, text });
}

async function firstChunk(chunks: AsyncGenerator<Buffer>): Promise<Buffer> {
  let first: Buffer = Buffer.alloc(0);
  while (first.length < 1 << 16) {
    const next = await chunks.next();
    if (next.done) break;
    first = first.length === 0 ? next.value : Buffer.concat([first, next.value]);
  }
  return first;
}

function isBlank(record: CsvRecord): boolean {
  if (record.fieldCount !== 1) return false;
  for (let i = record.start; i < record.end; i++) {
    if (record.bytes[i] !== 32 && record.bytes[i] !== 9) return false;
  }
  return true;
}
