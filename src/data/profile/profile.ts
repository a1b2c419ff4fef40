import type { ColumnKind } from "../../ml/index.ts";
import { documentCodec } from "../../store/index.ts";
import type { ColumnRelation, LeakSuspect } from "../leakage.ts";

/** What the data says before anything is trained: plain data (no NaN), for reports, Studio and drift references. */
export interface Profile {
  readonly format: 1;
  readonly rows: number;
  /** Rows that have a target (all, where there is none). */
  readonly rowsWithTarget: number;
  readonly columns: readonly ColumnProfile[];
  /** Rows that repeat an earlier one in every column. `rowsExamined` is smaller than the table where that is very long. */
  readonly duplicates: { readonly rows: number; readonly rowsExamined: number };
  /** Pearson's r of pairs of number columns, |r| >= 0.1, strongest first; of at most 40 columns. */
  readonly correlations: readonly { readonly a: string; readonly b: string; readonly r: number }[];
  readonly target: TargetProfile | null;
  /** How well each column alone predicts the target, strongest first. */
  readonly relations: readonly ColumnRelation[];
  readonly leakSuspects: readonly LeakSuspect[];
}

/** How a profile is kept as an artifact. */
export const profileCodec = documentCodec<Profile>("a profile", {
  format: "number",
  rows: "number",
  rowsWithTarget: "number",
  columns: "list",
  duplicates: "object",
  correlations: "list",
  target: "object?",
  relations: "list",
  leakSuspects: "list",
});

export interface ColumnProfile {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly missing: number;
  readonly distinct: number;
  /** Columns of values (numbers, booleans, dates in milliseconds); null for texts and where all is missing. */
  readonly numbers: NumberProfile | null;
  /** Columns of texts: the most frequent values; null for values. */
  readonly top: readonly { readonly value: string; readonly count: number }[] | null;
}

export interface NumberProfile {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Sample standard deviation; 0 for one value. */
  readonly std: number;
  /** Linear interpolation between ranks, as numpy's default. */
  readonly quantiles: {
    readonly p01: number;
    readonly p05: number;
    readonly p25: number;
    readonly p50: number;
    readonly p75: number;
    readonly p95: number;
    readonly p99: number;
  };
  /** Values beyond 1.5 times the interquartile range outside of the quartiles (Tukey's fences). */
  readonly outliers: number;
  readonly zeros: number;
  /** 20 bins of equal width from `min` to `max`, the last one closed; one bin where all values are the same. */
  readonly histogram: { readonly edges: readonly number[]; readonly counts: readonly number[] };
}

export type TargetProfile =
  | {
      readonly kind: "classes";
      readonly classes: readonly { readonly label: string; readonly count: number }[];
      /** Rows of the largest class for one of the smallest. */
      readonly imbalance: number;
    }
  | { readonly kind: "values"; readonly numbers: NumberProfile };
