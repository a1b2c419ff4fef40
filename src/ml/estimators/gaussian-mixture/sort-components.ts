import type { Mixture } from "./mixture.ts";

/** The same mixture with its components in the order of their means' coordinates, so that equal fits have equal numbers. */
export function sortComponents(mixture: Mixture): Mixture {
  const { kind, nFeatures: d, weights, means, covariances } = mixture;
  const order = Array.from(weights, (_, k) => k).sort((a, b) => {
    for (let f = 0; f < d; f++) {
      const difference = means[a * d + f]! - means[b * d + f]!;
      if (difference !== 0) return difference;
    }
    return a - b;
  });
  const taken = (values: Float64Array): Float64Array => {
    const size = values.length / weights.length;
    return Float64Array.from(values, (_, at) => values[order[Math.floor(at / size)]! * size + (at % size)]!);
  };
  return {
    kind,
    nFeatures: d,
    weights: taken(weights),
    means: taken(means),
    covariances: kind === "tied" ? covariances : taken(covariances),
  };
}
