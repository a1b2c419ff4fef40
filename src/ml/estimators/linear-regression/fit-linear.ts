import { fail } from "../../../errors/index.ts";
import type { Matrix } from "../../frame/matrix.ts";
import type { Target, ValueTarget } from "../../frame/target.ts";
import type { FitContext } from "../estimator.ts";
import { SharedFeatures } from "../linear-algebra/shared-features.ts";
import type { ParameterValues } from "../parameters.ts";
import { reportProgress } from "../progress.ts";
import { conjugateGradients } from "./conjugate-gradients.ts";
import { coordinateDescent } from "./coordinate-descent.ts";
import { leastSquares } from "./least-squares.ts";
import type { LinearParameters } from "./linear-model.ts";
import { wideDescent } from "./wide-descent.ts";

/** From this many features on, the Gram matrix is dearer than sweeps over the rows. */
const wideFeatures = 1000;

/** Strengths beside ½ Σ w (y - X b - a)²: l1 ‖b‖₁ + ½ l2 ‖b‖². */
export interface Penalty {
  readonly l1: number;
  readonly l2: number;
}

/**
 * Minimises ½ Σ w (y - X b - a)² + l1 ‖b‖₁ + ½ l2 ‖b‖²; the intercept a is not penalised. Seconds at most, so nothing is
 * kept at checkpoints: the rows are read once, into their Gram matrix, unless features are over a thousand.
 * @param estimator stands in messages
 * @param penaltyOf given Σ w
 * @param params maxIterations and tolerance, where the penalty can have an absolute part
 * @throws ML_VALUE_NOT_FINITE where X has such a value, or where coefficients would not be finite
 */
export function fitLinear(
  estimator: string,
  X: Matrix,
  y: Target | null,
  params: ParameterValues,
  context: FitContext,
  penaltyOf: (total: number) => Penalty,
): LinearParameters {
  const unit = unitOf((y as ValueTarget).values);
  const values = unit === 1 ? (y as ValueTarget).values : (y as ValueTarget).values.map((value) => value / unit);
  const isWide = X.nFeatures > wideFeatures;
  const extra = isWide ? [] : [X.nSamples * 8];
  reportProgress(context, 0, "reading");
  const features = new SharedFeatures(X, context.sampleWeight, {
    team: context.team,
    gram: !isWide,
    extra,
    unchecked: estimator,
  });
  const means = features.means();
  const yMean = weightedMean(values, context.sampleWeight);
  const centred = values.map((value) => value - yMean);
  const maxIterations = (params["maxIterations"] as number | undefined) ?? 1000;
  const penalty = penaltyOf(features.total);
  const options = {
    ...penalty,
    l1: penalty.l1 / unit,
    maxIterations,
    tolerance: (params["tolerance"] as number | undefined) ?? 1e-7,
    beforeSweep: (sweep: number) => reportProgress(context, sweep / maxIterations, `sweep ${sweep + 1}`),
  };
  const coefficients = isWide
    ? wideCoefficients(X, features, means, centred, context.sampleWeight, options)
    : narrowCoefficients(features, means, centred, options);
  let intercept = yMean;
  for (let f = 0; f < coefficients.length; f++) intercept -= coefficients[f]! * means[f]!;
  reportProgress(context, 1, "solved");
  return inUnit(estimator, unit, { coefficients, intercept, means });
}

/** Targets beyond this are measured in a larger unit, or sums of their squares and of the rows would overflow. */
const largestPlain = 2 ** 400;

/** A power of two, so that dividing by it changes no digit; 1 for all targets that anybody measures. */
function unitOf(values: Float64Array): number {
  const top = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  let unit = 1;
  while (top / unit > largestPlain) unit *= 2 ** 64;
  return unit;
}

function inUnit(
  estimator: string,
  unit: number,
  { coefficients, intercept, means }: LinearParameters,
): LinearParameters {
  const scaled = coefficients.map((value) => value * unit);
  if (!scaled.every(Number.isFinite) || !Number.isFinite(intercept * unit)) {
    throw fail("ML_VALUE_NOT_FINITE", {
      what: `${estimator}: every coefficient`,
      got: "one beyond the largest number",
    });
  }
  return { coefficients: scaled, intercept: intercept * unit, means };
}

interface SolverOptions extends Penalty {
  readonly maxIterations: number;
  readonly tolerance: number;
  readonly beforeSweep: (sweep: number) => void;
}

function narrowCoefficients(
  features: SharedFeatures,
  means: Float64Array,
  y: Float64Array,
  options: SolverOptions,
): Float64Array {
  const at = features.kernel.take(y.length * 8);
  features.kernel.float64(at, y.length).set(y);
  const { G, c } = features.gram(means, at);
  return options.l1 > 0 ? coordinateDescent(G, c, options) : leastSquares(G, c, options.l2);
}

function wideCoefficients(
  X: Matrix,
  features: SharedFeatures,
  means: Float64Array,
  y: Float64Array,
  weight: Float64Array | undefined,
  options: SolverOptions,
): Float64Array {
  return options.l1 > 0
    ? wideDescent(X, means, features.squares(means), y, weight, options)
    : conjugateGradients(X, means, y, weight, options);
}

function weightedMean(values: Float64Array, weight: Float64Array | undefined): number {
  let [sum, total] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const one = weight === undefined ? 1 : weight[i]!;
    sum += one * values[i]!;
    total += one;
  }
  return sum / total;
}
