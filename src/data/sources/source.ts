import type { TableOptions } from "../../workflow/index.ts";

/** A file that a table was read from, as it was: `path` relative to the workflow's folder, with `/`. */
export interface SourceFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** "sha256:<hex>" of the bytes on disk (compressed, if they are). */
  readonly digest: string;
}

/** A row that was set aside because it doesn't fit its header. */
export interface RejectedRow {
  readonly file: string;
  /** Line of the file, from 1. */
  readonly line: number;
  readonly reason: string;
  /** The row's text, at most 200 characters. */
  readonly text: string;
}

/**
 * How a staged column is held. `text`: as it stood in a text file, of no type yet · `string`: text that its source calls
 * text, so digits in it stay text · `number`, `boolean`, `date`: typed by the source.
 */
export type StagedType = "text" | "string" | "number" | "boolean" | "date";

export interface StagedColumn {
  readonly name: string;
  readonly type: StagedType;
  /** The column in SQL over the relation: VARCHAR for text and string, else DOUBLE, BOOLEAN or TIMESTAMP. */
  readonly sql: string;
  /** Said in the explanation, e.g. "INTEGER in the Parquet schema". */
  readonly declaredAs?: string;
}

/** A table made readable for DuckDB: its relation, its columns, and what was found on the way. */
export interface StagedTable {
  /** What stands behind FROM. */
  readonly relation: string;
  readonly columns: readonly StagedColumn[];
  readonly files: readonly SourceFile[];
  readonly rejected: readonly RejectedRow[];
  readonly rejectedCount: number;
  /** Names that had to be changed: empty or used twice. */
  readonly renamed: readonly { readonly position: number; readonly from: string; readonly to: string }[];
  /** The delimiter of a text table, as found or declared. */
  readonly delimiter?: string;
  /** Where the files themselves are the relation: to be asked once it has been read. @throws DATA_CHANGED_WHILE_READ */
  readonly confirm?: () => Promise<void>;
}

/** What a format needs to stage files. */
export interface StageRequest {
  /** Absolute paths, sorted. */
  readonly files: readonly { readonly path: string; readonly shown: string }[];
  readonly options: TableOptions;
  /** A path that the staged table may be written to; the caller removes it. */
  readonly stagedPath: string;
}

/** A way to read tables. One file each in this folder, one line each in `formats.ts`. */
export interface TableFormat<Name extends string = string> {
  readonly name: Name;
  readonly summary: string;
  /** Lower-case, with the dot; ".gz" behind any of them is undone before (where `gzip`). */
  readonly extensions: readonly string[];
  /** Those that other files have, too: such a file is a table only where it is named. */
  readonly sharedExtensions?: readonly string[];
  readonly gzip: boolean;
  /** True where the format itself tells numbers from text, so that a decimal comma can't occur. */
  readonly typed: boolean;
  stage(request: StageRequest): Promise<StagedTable>;
}

/** More columns than this are refused: beyond it every step's cost is in the columns, not in the rows. */
export const maxColumns = 10_000;
/** A row of a text file larger than this is refused. */
export const maxRecordBytes = 16 * 1024 * 1024;
/** Rows set aside that are kept in the manifest; all are counted. */
export const maxRejectedKept = 1_000;
