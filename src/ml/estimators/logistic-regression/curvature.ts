import type { Matrix } from "../../frame/matrix.ts";
import { sigmoid } from "../../kernels/math.ts";
import { random } from "../../random.ts";
import { linearPredictor } from "../linear-algebra/chunks.ts";
import { featureMeans, gram, sumsOfSquares } from "../linear-algebra/gram.ts";
import { type LossInputs, softmaxInPlace } from "./logistic-loss.ts";

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

/**
 * The curvature of each block at θ, from a fixed sample of rows sized by `budget` multiplications. It shapes the path to the
 * minimum, never the minimum itself.
 */
export function curvature(inputs: LossInputs, theta: Float64Array, budget: number): BlockCurvature[] {
  const { nBlocks } = inputs;
  const d = inputs.X.nFeatures;
  const whole = isFactored(nBlocks, d);
  const perRow = nBlocks * (whole ? d * d : d) + 1;
  const sample = sampleOf(inputs, Math.max(whole ? 10 * d : 1, 1000, Math.ceil(budget / perRow)));
  const probabilities = probabilitiesOf(sample.X, theta, nBlocks);
  return Array.from({ length: nBlocks }, (_, k) => {
    const h = sample.weight.map((one, i) => {
      const p = probabilities[k * sample.weight.length + i]!;
      return one * p * (1 - p);
    });
    const spread = Math.max(
      1e-12,
      h.reduce((sum, one) => sum + one, 0),
    );
    const means = h.some((one) => one > 0) ? featureMeans(sample.X, h) : new Float64Array(d);
    const matrix = whole ? gram(sample.X, means, h) : undefined;
    const diagonal = sumsOfSquares(sample.X, means, h);
    return { spread, means, matrix, diagonal };
  });
}

/** A sample with weights that sum to 1. */
interface Sample {
  readonly X: Matrix;
  readonly weight: Float64Array;
}

/** Drawn by a seed of its own, whatever the fit's: the seed must not move the solution, not even by its last digits. */
function sampleOf({ X, weight, total }: LossInputs, nRows: number): Sample {
  if (nRows >= X.nSamples) {
    return { X, weight: Float64Array.from({ length: X.nSamples }, (_, i) => (weight?.[i] ?? 1) / total) };
  }
  const stream = random(0, "curvature");
  const rows = Uint32Array.from({ length: nRows }, () => stream.integer(X.nSamples)).sort();
  const values = new Float32Array(nRows * X.nFeatures);
  for (let f = 0; f < X.nFeatures; f++) {
    for (let i = 0; i < nRows; i++) values[f * nRows + i] = X.values[f * X.nSamples + rows[i]!]!;
  }
  const weights = Float64Array.from(rows, (row) => weight?.[row] ?? 1);
  const sum = Math.max(
    1e-300,
    weights.reduce((a, b) => a + b, 0),
  );
  return { X: { ...X, nSamples: nRows, values }, weight: weights.map((one) => one / sum) };
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
