import type { ColumnKind } from "../ml/index.ts";
import { documentCodec } from "../store/index.ts";
import type { ColumnReading } from "./kinds/reading.ts";
import type { RejectedRow, SourceFile } from "./sources/source.ts";

/** What a snapshot is made of: plain data without times, so that its canonical JSON is part of digests. */
export interface SnapshotManifest {
  readonly format: 1;
  readonly files: readonly SourceFile[];
  readonly rows: number;
  /** The columns that were read, in the table's order. */
  readonly columns: readonly ColumnManifest[];
  /** Names that `drop` left out. */
  readonly dropped: readonly string[];
  readonly renamed: readonly { readonly position: number; readonly from: string; readonly to: string }[];
  /** The first 1,000 rows that were set aside; `rejectedCount` counts all. */
  readonly rejected: readonly RejectedRow[];
  readonly rejectedCount: number;
  /** Text tables: the delimiter that was found or declared. */
  readonly delimiter?: string;
}

/** How a manifest is kept as an artifact. */
export const manifestCodec = documentCodec<SnapshotManifest>("the manifest of a snapshot", {
  format: "number",
  files: "list",
  rows: "number",
  columns: "list",
  dropped: "list",
  renamed: "list",
  rejected: "list",
  rejectedCount: "number",
  delimiter: "text?",
});

export interface ColumnManifest {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Why this kind: "all 7,043 values are distinct text". */
  readonly why: string;
  /** Rows without a value: missing markers, blanks, and values that couldn't be understood. */
  readonly missing: number;
  /** The markers that were found, with their counts; "" stands for empty and blank. */
  readonly missingMarkers: Readonly<Record<string, number>>;
  /** Values that are not of the column's kind and count as missing. Rows count from 1. */
  readonly unreadable: {
    readonly count: number;
    readonly examples: readonly { readonly value: string; readonly row: number }[];
  };
  readonly distinct: number;
  /** Numbers, ISO dates or texts (cut to 100 characters); null where all is missing. */
  readonly min: number | string | null;
  readonly max: number | string | null;
  /** How texts become values; other tables of the same workflow are read by it, too. */
  readonly reading: ColumnReading;
  /** The texts that mean "missing" in this column, beside blanks. */
  readonly missingTexts: readonly string[];
}
