import { type Matrix, takeSamples } from "../../frame/matrix.ts";
import { sigmoid } from "../../kernels/math.ts";
import type { ThreadTeam } from "../../kernels/thread-team.ts";
import { random } from "../../random.ts";
import { linearPredictor } from "../linear-algebra/chunks.ts";
import { SharedFeatures } from "../linear-algebra/shared-features.ts";
import { type LossMemory, lossBytes, placeLoss, softmaxInPlace } from "./logistic-loss.ts";

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
/** Rows that are drawn together. */
const neighbours = 4;

/** Whether curvature is more than its diagonal. */
export function isFactored(nBlocks: number, nFeatures: number): boolean {
  return nFeatures <= mostFactored && nBlocks * nFeatures * nFeatures * nFeatures <= mostFactoring;
}

/** The samples that curvature is measured on. */
export interface CurvatureSample {
  readonly X: Matrix;
  readonly features: SharedFeatures;
  /** Whether it isn't all rows. */
  readonly isDrawn: boolean;
  /** (nSamples) of the sample. */
  readonly codes: Int32Array;
  /** (nSamples) of the sample, sum 1. */
  readonly weight: Float64Array;
  /** Address of (nSamples) doubles: the curvature of each sample's loss. */
  readonly h: number;
  readonly memory: LossMemory;
}

/**
 * A fixed sample of rows sized by `budget` multiplications a curvature; all rows where they are fewer. It is drawn by a seed
 * of its own, whatever the fit's: the seed must not move the solution, not even by its last digits.
 */
export function curvatureSample(
  X: Matrix,
  codes: Int32Array,
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
  const own = drawn === undefined ? codes : Int32Array.from(drawn, (i) => codes[i]!);
  const n = sample.nSamples;
  const weights = weight && Float64Array.from({ length: n }, (_, i) => weight[drawn?.[i] ?? i]!);
  const extra = [...lossBytes(n, d, nBlocks), n * 8];
  const features = new SharedFeatures(sample, weights, { team, gram: whole, extra });
  const memory = placeLoss(features, own, nBlocks);
  const share = 1 / Math.max(1e-300, features.total);
  return {
    X: sample,
    features,
    isDrawn: drawn !== undefined,
    codes: own,
    weight: weights?.map((one) => one * share) ?? new Float64Array(n).fill(share),
    h: features.kernel.take(n * 8),
    memory,
  };
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

/** Neighbours come together, since a row by itself would have a whole line of every column read. */
function drawRows(nSamples: number, nRows: number): Uint32Array {
  const stream = random(0, "curvature");
  const groups = Uint32Array.from({ length: Math.ceil(nRows / neighbours) }, () =>
    stream.integer(nSamples - neighbours + 1),
  ).sort();
  const rows = new Uint32Array(groups.length * neighbours);
  for (let i = 0; i < rows.length; i++) rows[i] = groups[Math.floor(i / neighbours)]! + (i % neighbours);
  return rows;
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
