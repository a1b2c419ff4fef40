import type { BinnedMatrix } from "../binning.ts";
import type { ForestInput } from "./forest-rules.ts";

/**
 * The mean value of each bin of numeric features, ascending: where random cuts are drawn between. A bin without rows gets
 * its lower threshold. Infinite values count as the thresholds beside them.
 * @param centres (nFeatures, 256) row-major, filled
 */
export function binCentres({ X, rows, features }: ForestInput, binned: BinnedMatrix, centres: Float32Array): void {
  const sums = new Float64Array(256);
  const counts = new Float64Array(256);
  features.forEach((one, f) => {
    if (one.kind === "categorical") return;
    const column = X.values.subarray(f * X.nSamples, (f + 1) * X.nSamples);
    const bins = binned.kernel.bytes(binned.columns + f * rows.length, rows.length);
    sums.fill(0);
    counts.fill(0);
    for (let i = 0; i < rows.length; i++) {
      const value = column[rows[i]!]!;
      if (!Number.isFinite(value)) continue;
      sums[bins[i]!]! += value;
      counts[bins[i]!]! += 1;
    }
    const { thresholds } = one;
    const last = thresholds.length - 1;
    let least = Number.NEGATIVE_INFINITY;
    for (let bin = 1; bin < one.bins; bin++) {
      const edge = thresholds[Math.min(last, Math.max(0, bin - 2))] ?? 0;
      least = Math.max(least, counts[bin]! > 0 ? sums[bin]! / counts[bin]! : edge);
      centres[f * 256 + bin] = least;
    }
  });
}
