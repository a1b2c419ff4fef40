import { fail } from "../../errors/index.ts";
import type { Matrix } from "../frame/matrix.ts";
import { random } from "../random.ts";
import { defineMetric } from "./define-metric.ts";
import { influenceInterval, meanInfluence, weightedMean } from "./influence-interval.ts";
import type { MetricOptions, Predictions } from "./metric.ts";

/** Rows beyond which a seeded sample of this many stands for all: the cost is quadratic in the rows. */
export const silhouetteRows = 2000;

/**
 * How much nearer rows are to their own cluster than to the next: mean of (b - a) / max(a, b) with mean Euclidean distances.
 * Beyond 2,000 rows a seeded sample of 2,000 stands for all. NaN with fewer than two clusters.
 * @see Rousseeuw 1987
 */
export const silhouetteScore = defineMetric({
  name: "silhouetteScore",
  label: "silhouette",
  summary:
    "How much nearer rows are to their own cluster than to the next (on a sample of 2,000 rows if there are more).",
  tasks: ["clustering"],
  greaterIsBetter: true,
  range: [-1, 1],
  chance: 0,
  prepare: (_y, predictions, options) => {
    const rows = sampleRows(predictions.values.length, options.seed ?? 0);
    return (weights) => {
      const own = Float64Array.from(rows, (row) => weights[row]!);
      return weightedMean(silhouettes(rows, own, predictions, options), own);
    };
  },
  interval: (_y, predictions, options) => {
    const rows = sampleRows(predictions.values.length, options.seed ?? 0);
    const weights = Float64Array.from(rows, (row) => options.sampleWeight?.[row] ?? 1);
    const one = meanInfluence(silhouettes(rows, weights, predictions, options), weights);
    const { value, low, high } = influenceInterval(one, weights, options.confidence ?? 0.95);
    return { value, low: Math.max(-1, low), high: Math.min(1, high) };
  },
});

/** Up to `silhouetteRows` row indices, ascending; the same for the same seed. */
function sampleRows(nSamples: number, seed: number): Uint32Array {
  const all = Uint32Array.from({ length: nSamples }, (_, i) => i);
  if (nSamples <= silhouetteRows) return all;
  return random(seed, "silhouette").shuffle(all).slice(0, silhouetteRows).sort();
}

/** The silhouette of each of the rows; NaN throughout if they lie in fewer than two clusters. Alone in a cluster: 0. */
function silhouettes(
  rows: Uint32Array,
  weights: Float64Array,
  predictions: Predictions,
  options: MetricOptions,
): Float64Array {
  if (options.X === undefined) {
    throw fail("ML_SHAPE_MISMATCH", { what: "silhouetteScore", expected: "X in the options", got: "none" });
  }
  const points = rowMajor(options.X, rows);
  const clusters = Int32Array.from(rows, (row) => predictions.values[row]!);
  const nClusters = clusters.reduce((most, cluster) => Math.max(most, cluster), -1) + 1;
  const mass = new Float64Array(nClusters);
  clusters.forEach((cluster, i) => {
    mass[cluster]! += weights[i]!;
  });
  if (mass.filter((one) => one > 0).length < 2) return new Float64Array(rows.length).fill(Number.NaN);
  return silhouetteOfRows(points, options.X.nFeatures, clusters, weights, mass);
}

function silhouetteOfRows(
  points: Float64Array,
  nFeatures: number,
  clusters: Int32Array,
  weights: Float64Array,
  mass: Float64Array,
): Float64Array {
  const n = clusters.length;
  const sums = new Float64Array(n * mass.length);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      let squares = 0;
      for (let f = 0; f < nFeatures; f++) squares += (points[i * nFeatures + f]! - points[j * nFeatures + f]!) ** 2;
      const distance = Math.sqrt(squares);
      sums[i * mass.length + clusters[j]!]! += weights[j]! * distance;
      sums[j * mass.length + clusters[i]!]! += weights[i]! * distance;
    }
  }
  return Float64Array.from(clusters, (own, i) => {
    // A row of weight k stands for k equal rows, so its own cluster has mass - 1 others.
    if (!(mass[own]! > 1)) return 0;
    const a = sums[i * mass.length + own]! / (mass[own]! - 1);
    let b = Number.POSITIVE_INFINITY;
    for (let k = 0; k < mass.length; k++) {
      if (k !== own && mass[k]! > 0) b = Math.min(b, sums[i * mass.length + k]! / mass[k]!);
    }
    return a === 0 && b === 0 ? 0 : (b - a) / Math.max(a, b);
  });
}

function rowMajor(X: Matrix, rows: Uint32Array): Float64Array {
  const points = new Float64Array(rows.length * X.nFeatures);
  for (let f = 0; f < X.nFeatures; f++) {
    for (let i = 0; i < rows.length; i++) points[i * X.nFeatures + f] = X.values[f * X.nSamples + rows[i]!]!;
  }
  return points;
}
