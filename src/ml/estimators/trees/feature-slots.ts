import type { Ensemble } from "./ensemble.ts";

const MISSING_LEFT = 1;
/** Bins are bytes: 0 for what is not above any threshold, to the number of thresholds. */
const MOST_THRESHOLDS = 255;

/**
 * Where a feature's bins stand among the bytes of a row: bin 0 to k for k thresholds. Missing values go left at every node
 * that reads `left` (as bin 0) and right at every node that reads `right` (as bin k). -1: no node needs it.
 */
export interface NumericSlots {
  readonly kind: "numeric";
  /** Those that the trees use, ascending, each once. */
  readonly thresholds: Float32Array;
  readonly left: number;
  readonly right: number;
}

/** A categorical feature's bin takes two bytes: which byte of a set it is in, and (the next slot) which bit. */
export interface CategoricalSlots {
  readonly kind: "categorical";
  readonly binOf: Uint8Array;
  readonly left: number;
}

/** Slots by feature; null for those that no tree reads. */
export interface EnsembleSlots {
  readonly features: readonly (NumericSlots | CategoricalSlots | null)[];
  readonly count: number;
}

/** The slots of an ensemble's features, or null where a feature has more thresholds than a byte can tell apart. */
export function slotsOf(ensemble: Ensemble): EnsembleSlots | null {
  const { nFeatures, feature, value, flags, categories } = ensemble;
  const thresholds = Array.from({ length: nFeatures }, () => new Set<number>());
  const missing = new Uint8Array(nFeatures);
  for (let i = 0; i < feature.length; i++) {
    const f = feature[i]!;
    if (f === -1) continue;
    missing[f] = missing[f]! | ((flags[i]! & MISSING_LEFT) !== 0 ? 1 : 2);
    if (categories[f] !== null) continue;
    const own = thresholds[f]!;
    own.add(value[i]!);
    if (own.size > MOST_THRESHOLDS) return null;
  }
  let count = 0;
  const take = (isNeeded: boolean): number => (isNeeded ? count++ : -1);
  const features = categories.map((binOf, f): NumericSlots | CategoricalSlots | null => {
    if (missing[f] === 0) return null;
    if (binOf !== null) return { kind: "categorical", binOf, left: (count += 2) - 2 };
    const left = take((missing[f]! & 1) !== 0);
    const right = take((missing[f]! & 2) !== 0);
    return { kind: "numeric", thresholds: Float32Array.from(thresholds[f]!).sort(), left, right };
  });
  return { features, count };
}

/** For each feature, the number of a threshold among its thresholds. */
export function thresholdNumbers({ features }: EnsembleSlots): readonly ReadonlyMap<number, number>[] {
  return features.map((slots) =>
    slots?.kind === "numeric" ? new Map([...slots.thresholds].map((threshold, j) => [threshold, j])) : new Map(),
  );
}
