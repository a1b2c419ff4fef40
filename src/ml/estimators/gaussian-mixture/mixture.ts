import { log } from "../../kernels/math.ts";
import { cholesky } from "../linear-algebra/cholesky.ts";

/** What of a component's shape is its own: full, tied (one for all), diagonal, or spherical (one variance). */
export const covarianceKinds = ["full", "tied", "diagonal", "spherical"] as const;
/** One of {@link covarianceKinds}. */
export type CovarianceKind = (typeof covarianceKinds)[number];

/** A mixture of Gaussians. */
export interface Mixture {
  readonly kind: CovarianceKind;
  readonly nFeatures: number;
  /** (nComponents), sum 1. */
  readonly weights: Float64Array;
  /** (nComponents, nFeatures) row-major. */
  readonly means: Float64Array;
  /** full (nComponents, nFeatures, nFeatures), tied (nFeatures, nFeatures), diagonal (nComponents, nFeatures), spherical (nComponents). */
  readonly covariances: Float64Array;
}

/** What turns a row into its log density: constant - ½ |whiten (x - mean)|². */
export interface Whitening {
  /** (nFeatures, nFeatures) lower triangular, row-major; (nFeatures) where `diagonal`. */
  readonly whiten: Float64Array;
  readonly diagonal: boolean;
  /** Log of the component's weight and of its density's factor. */
  readonly constant: number;
}

const LOG_2_PI = 1.8378770664093453;

/** Numbers in `covariances`. */
export function covarianceLength(kind: CovarianceKind, nComponents: number, nFeatures: number): number {
  switch (kind) {
    case "full":
      return nComponents * nFeatures * nFeatures;
    case "tied":
      return nFeatures * nFeatures;
    case "diagonal":
      return nComponents * nFeatures;
    default:
      return nComponents;
  }
}

/** Free parameters, for information criteria. */
export function freeParameters({ kind, weights, nFeatures: d }: Mixture): number {
  const k = weights.length;
  const triangle = (d * (d + 1)) / 2;
  const shapes = { full: k * triangle, tied: triangle, diagonal: k * d, spherical: k };
  return k - 1 + k * d + shapes[kind];
}

/** Each component's whitening; undefined where a covariance isn't positive definite. */
export function whitenings({ kind, nFeatures: d, weights, covariances }: Mixture): Whitening[] | undefined {
  const found: Whitening[] = [];
  const tied = kind === "tied" ? whitenMatrix(covariances, d) : undefined;
  for (let k = 0; k < weights.length; k++) {
    const shape =
      kind === "full"
        ? whitenMatrix(covariances.subarray(k * d * d, (k + 1) * d * d), d)
        : kind === "tied"
          ? tied
          : whitenDiagonal(
              kind === "diagonal"
                ? covariances.subarray(k * d, (k + 1) * d)
                : new Float64Array(d).fill(covariances[k]!),
            );
    if (shape === undefined) return undefined;
    const constant = log(weights[k]!) - (d / 2) * LOG_2_PI + shape.logFactor;
    found.push({ whiten: shape.whiten, diagonal: shape.diagonal, constant });
  }
  return found;
}

/** Log densities times weights of one row, (nComponents), into `out`. */
export function rowLogDensities(
  row: Float64Array,
  means: Float64Array,
  shapes: readonly Whitening[],
  out: Float64Array,
): void {
  const d = row.length;
  shapes.forEach(({ whiten, diagonal, constant }, k) => {
    let squares = 0;
    for (let f = 0; f < d; f++) {
      let sum = 0;
      if (diagonal) sum = whiten[f]! * (row[f]! - means[k * d + f]!);
      else for (let g = 0; g <= f; g++) sum += whiten[f * d + g]! * (row[g]! - means[k * d + g]!);
      squares += sum * sum;
    }
    out[k] = constant - squares / 2;
  });
}

interface Shape {
  readonly whiten: Float64Array;
  readonly diagonal: boolean;
  /** -½ log of the determinant. */
  readonly logFactor: number;
}

function whitenDiagonal(variances: Float64Array): Shape | undefined {
  let logFactor = 0;
  for (const variance of variances) {
    if (!(variance > 0)) return undefined;
    logFactor -= log(variance) / 2;
  }
  return { whiten: variances.map((variance) => 1 / Math.sqrt(variance)), diagonal: true, logFactor };
}

/** The inverse of the Cholesky factor. */
function whitenMatrix(covariance: Float64Array, d: number): Shape | undefined {
  const L = cholesky(covariance, d);
  if (L === undefined) return undefined;
  const whiten = new Float64Array(d * d);
  let logFactor = 0;
  for (let i = 0; i < d; i++) {
    logFactor -= log(L[i * d + i]!);
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? 1 : 0;
      for (let g = j; g < i; g++) sum -= L[i * d + g]! * whiten[g * d + j]!;
      whiten[i * d + j] = sum / L[i * d + i]!;
    }
  }
  return { whiten, diagonal: false, logFactor };
}
