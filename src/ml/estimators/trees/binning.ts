import type { Matrix } from "../../frame/matrix.ts";
import type { ThreadTeam } from "../../kernels/thread-team.ts";
import { TrainingKernel } from "../../kernels/training-kernel.ts";
import { random } from "../../random.ts";
import { type BinColumns, type Bundle, binBundle } from "./bundles.ts";
import type { FeatureBins } from "./feature-bins.ts";
import { quantilesOf } from "./quantiles.ts";

/** Thresholds are taken from at most so many rows. */
const QUANTILE_SAMPLE = 200_000;
/** Levels of a categorical feature that get a bin; rarer ones share bin 0 with the missing. */
export const MOST_LEVELS = 254;

/** X as uint8 in the memory of a training kernel, by rows (for histograms) and by columns (for partitions). */
export interface BinnedMatrix {
  readonly kernel: TrainingKernel;
  readonly nRows: number;
  readonly features: readonly (FeatureBins | Bundle)[];
  /** Address of row-major bins and bytes per row. */
  readonly rows: number;
  readonly stride: number;
  /** Address of column-major bins: feature f starts at `columns + f * nRows`. */
  readonly columns: number;
  /** Address of 16 bytes a feature: offset of its histogram, bins, 1 if categorical or 2 if a bundle, its members. */
  readonly layout: number;
  readonly offsets: Uint32Array;
  readonly histogramBytes: number;
}

/**
 * Thresholds and categories of every feature, from the given rows.
 * @param rows indices into X @param most value bins of a numeric feature, 2..255 @param team shares the numeric features
 */
export function fitBins(
  X: Matrix,
  rows: Uint32Array,
  sampleWeight: Float64Array | undefined,
  seed: number,
  most: number,
  team?: ThreadTeam,
): FeatureBins[] {
  const columnOf = (f: number): Float32Array => X.values.subarray(f * X.nSamples, (f + 1) * X.nSamples);
  const numeric = X.features.flatMap(({ kind }, f) => (kind === "categorical" ? [] : [columnOf(f)]));
  const quantiles = quantilesOf(numeric, sampleRows(rows, seed), sampleWeight, most, team);
  let next = 0;
  return X.features.map((feature, f) => {
    if (feature.kind === "categorical") return fitCategories(columnOf(f), rows, feature.levels, sampleWeight);
    const thresholds = quantiles[next++]!;
    return { kind: "numeric", bins: thresholds.length + 2, thresholds };
  });
}

/** What `binMatrix` takes of a kernel's memory. */
export function binnedBytes(nRows: number, features: BinColumns["bins"]): number {
  const { bytesFor } = TrainingKernel;
  return (
    bytesFor(nRows * strideOf(features.length)) +
    bytesFor(nRows * features.length) +
    bytesFor(blockOf(nRows, features.length) * features.length * 4) +
    tableBytes(features).reduce((sum, bytes) => sum + bytesFor(bytes), 0) +
    bytesFor(features.length * 16)
  );
}

/** Bytes of one histogram of all features. */
export function histogramBytesOf(features: BinColumns["bins"]): number {
  return features.reduce((sum, { bins }) => sum + cellBytes(bins), 0);
}

/** Bins the given rows of X, in their order. @param sources feature of each column, where columns aren't the features */
export function binMatrix(
  kernel: TrainingKernel,
  X: Matrix,
  rows: Uint32Array,
  features: BinColumns["bins"],
  sources?: Uint32Array,
): BinnedMatrix {
  const nRows = rows.length;
  const stride = strideOf(features.length);
  const rowMajor = kernel.take(nRows * stride);
  const columns = kernel.take(nRows * features.length);
  const tables = writeTables(kernel, features);
  const block = blockOf(nRows, features.length);
  const values = kernel.take(block * features.length * 4);
  for (let from = 0; from < nRows; from += block) {
    const n = Math.min(block, nRows - from);
    const isRun = areConsecutive(rows, from, n);
    const parts = features.flatMap((feature, f) => {
      const [at, source, target] = [values + f * block * 4, sources?.[f] ?? f, columns + f * nRows + from];
      if (feature.kind === "bundle") {
        binBundle(feature, X, rows.subarray(from, from + n), kernel.bytes(target, n));
        return [];
      }
      const column = X.values.subarray(source * X.nSamples, (source + 1) * X.nSamples);
      copyRows(kernel.float32(at, n), column, rows, from, isRun);
      return [[at, n, tables[f]!, feature.kind === "categorical" ? feature.binOf.length : -1, target]];
    });
    kernel.each("binColumn", parts);
  }
  const parts: number[][] = [];
  for (let from = 0; from < nRows; from += INTERLEAVED) {
    parts.push([columns, nRows, from, Math.min(nRows, from + INTERLEAVED), features.length, stride, rowMajor]);
  }
  kernel.each("interleave", parts);
  const { layout, offsets, histogramBytes } = layOut(kernel, features, tables);
  return { kernel, nRows, features, rows: rowMajor, stride, columns, layout, offsets, histogramBytes };
}

const TABLE_BYTES = 1088;

function strideOf(nFeatures: number): number {
  return (nFeatures + 7) & ~7;
}

function cellBytes(bins: number): number {
  return ((bins + 1) & ~1) * 8;
}

/** Values are brought into the kernel's memory in blocks of this many bytes. */
const BLOCK_BYTES = 2 * 1024 * 1024;
/** Rows that a thread brings from columns into rows at a time. */
const INTERLEAVED = 16384;

function blockOf(nRows: number, nFeatures: number): number {
  const fitting = Math.floor(BLOCK_BYTES / (4 * Math.max(1, nFeatures)));
  return Math.max(1, Math.min(nRows, Math.max(256, fitting - (fitting % 16))));
}

function tableBytes(features: BinColumns["bins"]): number[] {
  return features.map((one) => {
    if (one.kind === "bundle") return 16 * (one.members.length + 1);
    return one.kind === "categorical" ? one.binOf.length : TABLE_BYTES;
  });
}

/** Addresses of what each column is binned or, a bundle, searched by. */
function writeTables(kernel: TrainingKernel, features: BinColumns["bins"]): number[] {
  const sizes = tableBytes(features);
  return features.map((feature, f) => {
    const table = kernel.take(sizes[f]!);
    if (feature.kind === "categorical") kernel.bytes(table, feature.binOf.length).set(feature.binOf);
    else if (feature.kind === "bundle") {
      const members = feature.members.flatMap(({ first, bins, usual }) => [first, bins, usual, 0]);
      kernel.uint32(table, sizes[f]! / 4).set([feature.members.length, 0, 0, 0, ...members]);
    } else writeThresholds(kernel.float32(table, TABLE_BYTES / 4), feature.thresholds);
    return table;
  });
}

/** The column's values of rows from, from + 1, ..; a run of consecutive rows is copied at once. */
function copyRows(target: Float32Array, column: Float32Array, rows: Uint32Array, from: number, isRun: boolean): void {
  const first = rows[from]!;
  if (isRun) target.set(column.subarray(first, first + target.length));
  else for (let i = 0; i < target.length; i++) target[i] = column[rows[from + i]!]!;
}

/** Whether rows from .. from + n - 1 are consecutive; the first and the last one don't tell, since rows needn't ascend. */
function areConsecutive(rows: Uint32Array, from: number, n: number): boolean {
  for (let i = 1; i < n; i++) if (rows[from + i] !== rows[from]! + i) return false;
  return true;
}

const KINDS = { numeric: 0, categorical: 1, bundle: 2 } as const;

function layOut(
  kernel: TrainingKernel,
  features: BinColumns["bins"],
  tables: readonly number[],
): Pick<BinnedMatrix, "layout" | "offsets" | "histogramBytes"> {
  const layout = kernel.take(features.length * 16);
  const words = kernel.uint32(layout, features.length * 4);
  const offsets = new Uint32Array(features.length);
  let offset = 0;
  features.forEach(({ bins, kind }, f) => {
    offsets[f] = offset;
    words.set([offset, bins, KINDS[kind], kind === "bundle" ? tables[f]! : 0], f * 4);
    offset += cellBytes(bins);
  });
  return { layout, offsets, histogramBytes: offset };
}

/** 16 pivots, then 256 thresholds, padded with infinity: two 16-way counts find the bin. */
function writeThresholds(table: Float32Array, thresholds: Float32Array): void {
  table.fill(Number.POSITIVE_INFINITY);
  table.set(thresholds, 16);
  for (let pivot = 0; pivot < 16; pivot++) table[pivot] = table[16 + pivot * 16 + 15]!;
}

/** One row out of each of equal strata, so that a sorted table is sampled evenly. */
function sampleRows(rows: Uint32Array, seed: number): Uint32Array {
  if (rows.length <= QUANTILE_SAMPLE) return rows;
  const draw = random(seed, "quantiles");
  const width = rows.length / QUANTILE_SAMPLE;
  const sample = new Uint32Array(QUANTILE_SAMPLE);
  for (let i = 0; i < QUANTILE_SAMPLE; i++) {
    sample[i] = rows[Math.min(rows.length - 1, Math.floor((i + draw.next()) * width))]!;
  }
  return sample;
}

/** Levels that occur, the most frequent first where there are too many; bins are in the order of codes. */
function fitCategories(
  column: Float32Array,
  rows: Uint32Array,
  levels: number,
  sampleWeight: Float64Array | undefined,
): FeatureBins {
  const mass = new Float64Array(levels);
  for (const row of rows) {
    const code = column[row]!;
    if (code >= 0 && code < levels) mass[Math.floor(code)]! += sampleWeight === undefined ? 1 : sampleWeight[row]!;
  }
  const seen: number[] = [];
  for (let level = 0; level < levels; level++) if (mass[level]! > 0) seen.push(level);
  const kept =
    seen.length <= MOST_LEVELS ? seen : seen.sort((a, b) => mass[b]! - mass[a]! || a - b).slice(0, MOST_LEVELS);
  const binOf = new Uint8Array(levels);
  kept
    .sort((a, b) => a - b)
    .forEach((level, i) => {
      binOf[level] = i + 1;
    });
  return { kind: "categorical", bins: kept.length + 1, binOf };
}
