import type { Matrix } from "../../frame/matrix.ts";
import { TrainingKernel } from "../../kernels/training-kernel.ts";
import { random } from "../../random.ts";
import { type Distribution, distributionOfKeys, distributionOfValues, thresholdsOf } from "./quantiles.ts";

/** Thresholds are taken from at most so many rows. */
const QUANTILE_SAMPLE = 200_000;
/** Levels of a categorical feature that get a bin; rarer ones share bin 0 with the missing. */
export const MOST_LEVELS = 254;

/** How the values of one feature become bins: bin 0 is missing, `bins` counts it in. */
export type FeatureBins =
  | { readonly kind: "numeric"; readonly bins: number; readonly thresholds: Float32Array }
  | { readonly kind: "categorical"; readonly bins: number; readonly binOf: Uint8Array };

/** X as uint8 in the memory of a training kernel, by rows (for histograms) and by columns (for partitions). */
export interface BinnedMatrix {
  readonly kernel: TrainingKernel;
  readonly nRows: number;
  readonly features: readonly FeatureBins[];
  /** Address of row-major bins and bytes per row. */
  readonly rows: number;
  readonly stride: number;
  /** Address of column-major bins: feature f starts at `columns + f * nRows`. */
  readonly columns: number;
  /** Address of 16 bytes a feature: offset of its histogram, bins, categorical. */
  readonly layout: number;
  readonly offsets: Uint32Array;
  readonly histogramBytes: number;
}

/**
 * Thresholds and categories of every feature, from the given rows.
 * @param rows indices into X @param most value bins of a numeric feature, 2..255
 */
export function fitBins(
  X: Matrix,
  rows: Uint32Array,
  sampleWeight: Float64Array | undefined,
  seed: number,
  most: number,
): FeatureBins[] {
  const sample = sampleRows(rows, seed);
  const weights = sampleWeight === undefined ? null : Float64Array.from(sample, (row) => sampleWeight[row]!);
  const reader = new ColumnReader(sample.length);
  return X.features.map((feature, f) => {
    const column = X.values.subarray(f * X.nSamples, (f + 1) * X.nSamples);
    if (feature.kind === "categorical") return fitCategories(column, rows, feature.levels, sampleWeight);
    const thresholds = thresholdsOf(reader.read(column, sample, weights), most);
    return { kind: "numeric", bins: thresholds.length + 2, thresholds };
  });
}

/** What `binMatrix` takes of a kernel's memory. */
export function binnedBytes(nRows: number, features: readonly FeatureBins[]): number {
  const { bytesFor } = TrainingKernel;
  return (
    bytesFor(nRows * strideOf(features.length)) +
    bytesFor(nRows * features.length) +
    bytesFor(nRows * 4) +
    bytesFor(TABLE_BYTES + largestTable(features)) +
    bytesFor(features.length * 16)
  );
}

/** Bytes of one histogram of all features. */
export function histogramBytesOf(features: readonly FeatureBins[]): number {
  return features.reduce((sum, { bins }) => sum + cellBytes(bins), 0);
}

/** Bins the given rows of X, in their order. */
export function binMatrix(
  kernel: TrainingKernel,
  X: Matrix,
  rows: Uint32Array,
  features: readonly FeatureBins[],
): BinnedMatrix {
  const nRows = rows.length;
  const stride = strideOf(features.length);
  const rowMajor = kernel.take(nRows * stride);
  const columns = kernel.take(nRows * features.length);
  const values = kernel.take(nRows * 4);
  const table = kernel.take(TABLE_BYTES + largestTable(features));
  const gathered = kernel.float32(values, nRows);
  features.forEach((feature, f) => {
    const column = X.values.subarray(f * X.nSamples, (f + 1) * X.nSamples);
    for (let i = 0; i < nRows; i++) gathered[i] = column[rows[i]!]!;
    const target = columns + f * nRows;
    if (feature.kind === "categorical") {
      kernel.bytes(table, feature.binOf.length).set(feature.binOf);
      kernel.call.binCategorical(values, nRows, table, feature.binOf.length, target);
    } else {
      writeThresholds(kernel.float32(table, TABLE_BYTES / 4), feature.thresholds);
      kernel.call.binNumeric(values, nRows, table, target);
    }
  });
  kernel.call.interleave(columns, nRows, features.length, stride, rowMajor);
  const { layout, offsets, histogramBytes } = layOut(kernel, features);
  return { kernel, nRows, features, rows: rowMajor, stride, columns, layout, offsets, histogramBytes };
}

const TABLE_BYTES = 1088;

function strideOf(nFeatures: number): number {
  return (nFeatures + 7) & ~7;
}

function cellBytes(bins: number): number {
  return ((bins + 1) & ~1) * 8;
}

function largestTable(features: readonly FeatureBins[]): number {
  return features.reduce((most, one) => Math.max(most, one.kind === "categorical" ? one.binOf.length : 0), 0);
}

function layOut(
  kernel: TrainingKernel,
  features: readonly FeatureBins[],
): Pick<BinnedMatrix, "layout" | "offsets" | "histogramBytes"> {
  const layout = kernel.take(features.length * 16);
  const words = kernel.uint32(layout, features.length * 4);
  const offsets = new Uint32Array(features.length);
  let offset = 0;
  features.forEach(({ bins, kind }, f) => {
    offsets[f] = offset;
    words.set([offset, bins, kind === "categorical" ? 1 : 0, 0], f * 4);
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
  return Uint32Array.from({ length: QUANTILE_SAMPLE }, (_, i) => {
    return rows[Math.min(rows.length - 1, Math.floor((i + draw.next()) * width))]!;
  });
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

/** Reads distributions of columns with scratch memory that is taken once. */
class ColumnReader {
  readonly #kernel: TrainingKernel;
  readonly #values: number;
  readonly #keys: number;
  readonly #sorted: number;
  readonly #counts: number;

  constructor(n: number) {
    this.#kernel = new TrainingKernel(3 * TrainingKernel.bytesFor(n * 4) + TrainingKernel.bytesFor(24576));
    this.#values = this.#kernel.take(n * 4);
    this.#keys = this.#kernel.take(n * 4);
    this.#sorted = this.#kernel.take(n * 4);
    this.#counts = this.#kernel.take(24576);
  }

  read(column: Float32Array, rows: Uint32Array, weights: Float64Array | null): Distribution {
    const values = this.#kernel.float32(this.#values, rows.length);
    for (let i = 0; i < rows.length; i++) values[i] = column[rows[i]!]!;
    if (weights !== null) return distributionOfValues(values, weights);
    const n = this.#kernel.call.sortableKeys(this.#values, rows.length, this.#keys);
    this.#kernel.call.radixSort(this.#keys, n, this.#sorted, this.#counts);
    return distributionOfKeys(this.#kernel.uint32(this.#sorted, n));
  }
}
