import type { Matrix } from "../../frame/matrix.ts";
import type { FeatureBins } from "./feature-bins.ts";

/**
 * Neighbouring features of which no row has two away from their usual bin (one-hot levels, rare words) as one column of
 * bins: bin 0 is "all usual", then come each member's other bins in turn. Histograms, partitions and memory cost what one
 * feature does; the search for splits still tells the members apart, so that trees stay the same.
 * @see Ke et al., LightGBM (2017): exclusive feature bundling, here without conflicts
 */
export interface Bundle {
  readonly kind: "bundle";
  readonly bins: number;
  readonly members: readonly BundleMember[];
}

/** A feature in a bundle; it has no missing values. */
export interface BundleMember {
  readonly feature: number;
  /** The bin of its own that stands for bin 0 of the bundle: that of the value 0. */
  readonly usual: number;
  /** Its own bins, that of the missing counted in. */
  readonly bins: number;
  /** Where its other bins, `bins` - 2 of them, begin in the bundle. */
  readonly first: number;
  readonly thresholds: Float32Array;
}

/** The columns that trees are grown on. */
export interface BinColumns {
  readonly bins: readonly (FeatureBins | Bundle)[];
  /** Feature of each column; of a bundle its first. */
  readonly features: Uint32Array;
}

const MOST_BINS = 256;
/** Features with fewer usual values than this in a sample of rows aren't looked at further. */
const USUAL_SHARE = 0.5;
const SAMPLED = 256;

/** Every feature as a column of its own. */
export function plainColumns(features: readonly FeatureBins[]): BinColumns {
  return { bins: features, features: Uint32Array.from(features, (_, f) => f) };
}

/**
 * Features in columns, those in bundles that can be without two rows' values meeting.
 * @param alone whether a feature must stay by itself
 */
export function bundleFeatures(
  X: Matrix,
  rows: Uint32Array,
  features: readonly FeatureBins[],
  alone: (feature: number) => boolean,
): BinColumns {
  const bins: (FeatureBins | Bundle)[] = [];
  const firsts: number[] = [];
  const taken = new Uint8Array(rows.length);
  const unusual = new Uint32Array(rows.length);
  let open: BundleMember[] = [];
  const close = (): void => {
    if (open.length === 0) return;
    const [{ feature }] = open as [BundleMember];
    firsts.push(feature);
    bins.push(open.length === 1 ? features[feature]! : { kind: "bundle", bins: binsOf(open), members: open });
    open = [];
    taken.fill(0);
  };
  features.forEach((one, f) => {
    const column = X.values.subarray(f * X.nSamples, (f + 1) * X.nSamples);
    const count = alone(f) ? -1 : unusualRows(column, rows, one, unusual);
    if (count < 0) {
      close();
      firsts.push(f);
      bins.push(one);
      return;
    }
    const { thresholds } = one as Extract<FeatureBins, { kind: "numeric" }>;
    const meets = unusual.subarray(0, count).some((i) => taken[i] === 1);
    if (meets || binsOf(open) + one.bins - 2 > MOST_BINS) close();
    const member = { feature: f, usual: binOf(0, thresholds), bins: one.bins, first: binsOf(open), thresholds };
    open.push(member);
    for (let k = 0; k < count; k++) taken[unusual[k]!] = 1;
  });
  close();
  return { bins, features: Uint32Array.from(firsts) };
}

/** Writes a bundle's bins of the given rows. */
export function binBundle({ members }: Bundle, X: Matrix, rows: Uint32Array, target: Uint8Array): void {
  target.fill(0);
  for (const { feature, usual, first, thresholds } of members) {
    const column = X.values.subarray(feature * X.nSamples, (feature + 1) * X.nSamples);
    const [low, high] = edgesOf(usual, thresholds);
    for (let i = 0; i < rows.length; i++) {
      const value = column[rows[i]!]!;
      if (value > low && value <= high) continue;
      const bin = binOf(value, thresholds);
      target[i] = first + bin - (bin > usual ? 2 : 1);
    }
  }
}

function binsOf(members: readonly BundleMember[]): number {
  const last = members.at(-1);
  return last === undefined ? 1 : last.first + last.bins - 2;
}

/** Fills `unusual` with indices into `rows`. @returns how many, -1 where the feature can't be in a bundle */
function unusualRows(column: Float32Array, rows: Uint32Array, bins: FeatureBins, unusual: Uint32Array): number {
  if (bins.kind !== "numeric" || bins.bins < 3) return -1;
  const [low, high] = edgesOf(binOf(0, bins.thresholds), bins.thresholds);
  const isUsual = (row: number): boolean => column[row]! > low && column[row]! <= high;
  const step = Math.max(1, Math.floor(rows.length / SAMPLED));
  let [usual, seen] = [0, 0];
  for (let i = 0; i < rows.length; i += step, seen++) usual += isUsual(rows[i]!) ? 1 : 0;
  if (usual < USUAL_SHARE * seen) return -1;
  let count = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (isUsual(row)) continue;
    if (Number.isNaN(column[row]!)) return -1;
    unusual[count++] = i;
  }
  return count;
}

/** The values above the first and up to the second lie in the bin. */
function edgesOf(bin: number, thresholds: Float32Array): readonly [number, number] {
  return [thresholds[bin - 2] ?? Number.NEGATIVE_INFINITY, thresholds[bin - 1] ?? Number.POSITIVE_INFINITY];
}

/** 1 + the number of thresholds below the value. */
function binOf(value: number, thresholds: Float32Array): number {
  let [low, high] = [0, thresholds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (thresholds[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}
