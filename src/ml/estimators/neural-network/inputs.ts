import type { Matrix } from "../../frame/matrix.ts";
import { pow } from "../../kernels/math.ts";
import { random } from "../../random.ts";

/** A categorical feature: each frequent level has a learned vector, and one more stands for missing, unseen and rare values. */
export interface CategoryInput {
  readonly feature: number;
  /** (levels + 1): the slot of each level; the last entry is the slot of everything else. */
  readonly slots: Uint32Array;
  /** Length of a vector. */
  readonly size: number;
}

/** A numeric feature: its robustly scaled value, and how far it lies in each of some pieces between quantiles. */
export interface NumericInput {
  readonly feature: number;
  readonly centre: number;
  readonly scale: number;
  /** Values were missing in training, so that "missing" has an input of its own. */
  readonly hasMissing: boolean;
  /** Ascending ends of the pieces: one more than there are pieces, or none. */
  readonly edges: Float32Array;
}

/** How raw rows become inputs of a network. Features that say nothing are left out. */
export interface NetworkInputs {
  readonly nFeatures: number;
  readonly categories: readonly CategoryInput[];
  readonly numerics: readonly NumericInput[];
}

/** Quantiles are taken of so many rows at most, drawn by lot. */
const SAMPLE = 100_000;
/** A level with fewer rows shares the slot of the unknown ones. */
const FEWEST_ROWS_OF_LEVEL = 3;
const LARGEST_VECTOR = 16;
/** Pieces of all features together: beyond, wide tables would cost more than they gain. */
const MOST_PIECES = 1024;
const LARGEST_SCALE = 1e30;

/**
 * Learns from training rows how each feature is put to a network.
 * @param rows those that are learned from @param pieces most pieces of a numeric feature
 * @see Gorishniy, Rubachev, Babenko, On embeddings for numerical features in tabular deep learning (2022): piecewise linear encoding
 * @see Holzmüller, Grinsztajn, Steinwart, Better by default (2024): robust scaling and smooth clipping
 */
export function planInputs(X: Matrix, rows: Uint32Array, pieces: number, seed: number): NetworkInputs {
  const sample = rows.length <= SAMPLE ? rows : random(seed, "quantiles").shuffle(rows.slice()).slice(0, SAMPLE);
  const nNumeric = X.features.filter(({ kind }) => kind === "numeric").length;
  const most = Math.min(pieces, Math.floor(MOST_PIECES / Math.max(1, nNumeric)));
  const categories: CategoryInput[] = [];
  const numerics: NumericInput[] = [];
  X.features.forEach((feature, f) => {
    if (feature.kind === "categorical") {
      const category = categoryInput(X, f, feature.levels, rows);
      if (category !== null) categories.push(category);
    } else {
      const numeric = numericInput(X, f, rows, sample, most);
      if (numeric !== null) numerics.push(numeric);
    }
  });
  return { nFeatures: X.nFeatures, categories, numerics };
}

function categoryInput(X: Matrix, feature: number, levels: number, rows: Uint32Array): CategoryInput | null {
  const counts = new Uint32Array(levels);
  const from = feature * X.nSamples;
  for (const row of rows) {
    const value = X.values[from + row]!;
    if (value >= 0 && value < levels) counts[Math.trunc(value)]!++;
  }
  const slots = new Uint32Array(levels + 1);
  const frequent = counts.filter((count) => count >= FEWEST_ROWS_OF_LEVEL).length;
  let next = 0;
  for (let level = 0; level < levels; level++) {
    slots[level] = counts[level]! >= FEWEST_ROWS_OF_LEVEL ? next++ : frequent;
  }
  slots[levels] = frequent;
  return frequent === 0 ? null : { feature, slots, size: vectorSize(frequent + 1) };
}

/** Few levels need about as many numbers as they are, many far fewer. */
function vectorSize(slots: number): number {
  return slots <= 5 ? slots - 1 : Math.min(LARGEST_VECTOR, Math.round(1.6 * pow(slots, 0.56)));
}

function numericInput(
  X: Matrix,
  feature: number,
  rows: Uint32Array,
  sample: Uint32Array,
  pieces: number,
): NumericInput | null {
  const column = X.values.subarray(feature * X.nSamples, (feature + 1) * X.nSamples);
  const hasMissing = rows.some((row) => Number.isNaN(column[row]!));
  const sorted = Float32Array.from(sample, (row) => column[row]!)
    .filter(Number.isFinite)
    .sort();
  const [low, high] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  if (low === high) {
    return hasMissing ? { feature, centre: low, scale: 1, hasMissing, edges: new Float32Array(0) } : null;
  }
  const middle = quantile(sorted, 0.75) - quantile(sorted, 0.25);
  const scale = Math.min(LARGEST_SCALE, middle > 0 ? 1 / middle : 2 / (high - low));
  const centre = quantile(sorted, 0.5);
  return { feature, centre, scale: Math.max(1e-30, Math.fround(scale)), hasMissing, edges: edgesOf(sorted, pieces) };
}

function quantile(sorted: Float32Array, share: number): number {
  return sorted[Math.round(share * (sorted.length - 1))]!;
}

/** Ends of pieces that hold about equally many rows; two values need none, a line tells them apart. */
function edgesOf(sorted: Float32Array, pieces: number): Float32Array {
  const edges = new Set<number>();
  if (pieces > 0) for (let i = 0; i <= pieces; i++) edges.add(quantile(sorted, i / pieces));
  edges.add(sorted[0]!).add(sorted.at(-1)!);
  const ascending = Float32Array.from(edges).sort();
  return pieces > 0 && ascending.length > 2 ? ascending : new Float32Array(0);
}
