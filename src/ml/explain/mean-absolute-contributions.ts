import type { Explanation } from "../estimators/estimator.ts";

/**
 * How much each feature moves scores, on average: the mean of its contributions' magnitudes over samples, summed over outputs.
 * @param nFeatures of the matrix that was explained
 * @returns (nFeatures)
 * @example meanAbsoluteContributions(linearRegression().fit(X, y, { seed: 1 }).explain!(X), X.nFeatures)
 */
export function meanAbsoluteContributions({ contributions, outputs }: Explanation, nFeatures: number): Float64Array {
  const width = nFeatures * outputs;
  const nSamples = width === 0 ? 0 : contributions.length / width;
  const means = new Float64Array(nFeatures);
  for (let i = 0; i < contributions.length; i++) {
    means[Math.floor((i % width) / outputs)]! += Math.abs(contributions[i]!) / nSamples;
  }
  return means;
}
