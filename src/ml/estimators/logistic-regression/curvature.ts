import { type Matrix, takeSamples } from "../../frame/matrix.ts";
import { sigmoid } from "../../kernels/math.ts";
import type { ThreadTeam } from "../../kernels/thread-team.ts";
import { random } from "../../random.ts";
import { linearPredictor } from "../linear-algebra/chunks.ts";
import { SharedFeatures } from "../linear-algebra/shared-features.ts";
import { softmaxInPlace } from "./logistic-loss.ts";

/** The Hessian of the mean log loss in one block's parameters: of coefficients about their means, and of the intercept. */
export interface BlockCurvature {
  /** Mean of p (1 - p). */
  readonly spread: number;
  /** (nFeatures) means of the features, weighted by p (1 - p): about these the intercept stands by itself. */
  readonly means: Float64Array;
  /** (nFeatures, nFeatures) lower triangle, about the means; only the diagonal is there if `matrix` is undefined. */
  readonly matrix: Float64Array | undefined;
  /** (nFeatures). */
  readonly diagonal: Float64Array;
}

/** Beyond this many features, or this much work to factor them, curvature is its diagonal. */
const mostFactored = 400;
const mostFactoring = 3e8;

/** Whether curvature is more than its diagonal. */
export function isFactored(nBlocks: number, nFeatures: number): boolean {
  return nFeatures <= mostFactored && nBlocks * nFeatures * nFeatures * nFeatures <= mostFactoring;
}

/** The samples that curvature is measured on. */
export interface CurvatureSample {
  readonly X: Matrix;
  readonly features: SharedFeatures;
  /** (nSamples) of the sample, sum 1. */
  readonly weight: Float64Array;
  /** Address of (nSamples) doubles: the curvature of each sample's loss. */
  readonly h: number;
}

/**
 * A fixed sample of rows sized by `budget` multiplications a curvature; all rows where they are fewer. It is drawn by a seed
 * of its own, whatever the fit's: the seed must not move the solution, not even by its last digits.
 */
export function curvatureSample(
  X: Matrix,
  weight: Float64Array | undefined,
  nBlocks: number,
  budget: number,
  team: ThreadTeam | undefined,
): CurvatureSample {
  const d = X.nFeatures;
  const whole = isFactored(nBlocks, d);
  const perRow = nBlocks * (whole ? d * d : d) + 1;
  const nRows = Math.max(whole ? 10 * d : 1, 1000, Math.ceil(budget / perRow));
  const drawn = nRows >= X.nSamples ? undefined : drawRows(X.nSamples, nRows);
  const sample = drawn === undefined ? X : takeSamples(X, drawn);
  const weights = Float64Array.from({ length: sample.nSamples }, (_, i) => weight?.[drawn?.[i] ?? i] ?? 1);
  const sum = weights.reduce((a, b) => a + b, 0);
  const features = new SharedFeatures(sample, undefined, { team, gram: whole, extra: [sample.nSamples * 8] });
  const h = features.kernel.take(sample.nSamples * 8);
  return { X: sample, features, weight: weights.map((one) => one / Math.max(1e-300, sum)), h };
}

/** The curvature of each block at θ. It shapes the path to the minimum, never the minimum itself. */
export function curvature(sample: CurvatureSample, theta: Float64Array, nBlocks: number): BlockCurvature[] {
  const { X, features, weight, h } = sample;
  const d = X.nFeatures;
  const whole = isFactored(nBlocks, d);
  const probabilities = probabilitiesOf(X, theta, nBlocks);
  return Array.from({ length: nBlocks }, (_, k) => {
    const own = features.kernel.float64(h, X.nSamples);
    let sum = 0;
    for (let i = 0; i < X.nSamples; i++) {
      const p = probabilities[k * X.nSamples + i]!;
      own[i] = weight[i]! * p * (1 - p);
      sum += own[i]!;
    }
    const means = sum > 0 ? features.means(h, sum) : new Float64Array(d);
    const matrix = whole ? features.gram(means, 0, h).G : undefined;
    const diagonal =
      matrix === undefined
        ? features.squares(means, h)
        : Float64Array.from({ length: d }, (_, f) => matrix[f * d + f]!);
    return { spread: Math.max(1e-12, sum), means, matrix, diagonal };
  });
}

function drawRows(nSamples: number, nRows: number): Uint32Array {
  const stream = random(0, "curvature");
  return Uint32Array.from({ length: nRows }, () => stream.integer(nSamples)).sort();
}

/** (nBlocks, nSamples): column-wise, block after block. */
function probabilitiesOf(X: Matrix, theta: Float64Array, nBlocks: number): Float64Array {
  const width = X.nFeatures + 1;
  const p = new Float64Array(nBlocks * X.nSamples);
  for (let k = 0; k < nBlocks; k++) {
    p.set(linearPredictor(X, theta, theta[k * width + X.nFeatures]!, k * width), k * X.nSamples);
  }
  if (nBlocks === 1) return p.map(sigmoid);
  for (let i = 0; i < X.nSamples; i++) softmaxInPlace(p, i, nBlocks, X.nSamples);
  return p;
}
