import { softThreshold } from "../linear-regression/coordinate-descent.ts";
import type { BlockCurvature } from "./curvature.ts";
import type { Objective } from "./logistic-loss.ts";
import type { Keeper } from "./minimiser-state.ts";

export interface ProximalNewtonOptions {
  /** Blocks one after the other, each its coefficients and then its intercept. */
  readonly start: Float64Array;
  readonly nBlocks: number;
  /** Convex, differentiable; writes its gradient. */
  readonly objective: Objective;
  /** Strength of |coefficient| beside the objective; intercepts go free. */
  readonly l1: number;
  /** l2 / total, the ridge that is part of the objective. */
  readonly ridge: number;
  /** The curvature at θ. */
  readonly curvatureAt: (theta: Float64Array) => readonly BlockCurvature[];
  readonly maxIterations: number;
  /** Ends where a step's length in the Hessian's own norm is at most this. */
  readonly tolerance: number;
  /** Called before each iteration; may throw to stop. */
  readonly beforeIteration: (iteration: number) => void;
  readonly keeper: Keeper;
}

const mostHalvings = 30;
const mostSweeps = 100;

/**
 * Minimises objective + l1 ‖coefficients‖₁ by proximal Newton steps: each minimises the local quadratic plus the absolute
 * penalty by coordinate descent, then backtracks. Zeros come out exactly 0.
 * @see Lee, Sun & Saunders 2014, "Proximal Newton-type methods for minimizing composite functions"
 */
export function proximalNewton(options: ProximalNewtonOptions): Float64Array {
  const { objective, curvatureAt, keeper } = options;
  let theta: Float64Array = (keeper.resumed?.theta ?? options.start).slice();
  const gradient = new Float64Array(theta.length);
  let curvedAt: Float64Array = keeper.resumed?.curvedAt ?? theta;
  let value = objective(theta, gradient) + absolute(theta, options);
  let blocks = curvatureAt(curvedAt);
  const nothing = new Float64Array();
  for (let iteration = keeper.resumed?.iteration ?? 0; iteration < options.maxIterations; iteration++) {
    options.beforeIteration(iteration);
    keeper.keep(iteration, () => ({
      iteration,
      theta: theta.slice(),
      curvedAt: curvedAt.slice(),
      steps: nothing,
      changes: nothing,
    }));
    if (isRefreshed(iteration)) {
      curvedAt = theta;
      blocks = curvatureAt(theta);
    }
    const { step, length } = quadraticStep(theta, gradient, blocks, options);
    if (!(length > options.tolerance)) break;
    const found = backtrack(theta, step, gradient, value, options);
    if (found === undefined) break;
    theta = found.theta;
    value = found.value;
    gradient.set(found.gradient);
  }
  return theta;
}

/** Curvature is dear and changes most at first: iterations 2, 4, 8, 16 … renew it. */
export function isRefreshed(iteration: number): boolean {
  return iteration >= 2 && (iteration & (iteration - 1)) === 0;
}

/** The step that minimises the model of each block, and its length in the Hessian's norm. */
function quadraticStep(
  theta: Float64Array,
  gradient: Float64Array,
  blocks: readonly BlockCurvature[],
  { l1, ridge }: ProximalNewtonOptions,
): { step: Float64Array; length: number } {
  const width = theta.length / blocks.length;
  const step = new Float64Array(theta.length);
  let square = 0;
  blocks.forEach((block, k) => {
    const H = fullHessian(block, ridge);
    square += descend(H, theta, gradient, step, k * width, width, l1);
  });
  return { step, length: Math.sqrt(square) };
}

/** Coordinate descent on gᵀs + ½ sᵀHs + l1 |θ + s| of one block, the intercept last and free; returns sᵀHs. */
function descend(
  H: Float64Array,
  theta: Float64Array,
  gradient: Float64Array,
  step: Float64Array,
  at: number,
  width: number,
  l1: number,
): number {
  const slope = gradient.slice(at, at + width);
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let [moved, size] = [0, 0];
    for (let f = 0; f < width; f++) {
      const curvature = H[f * width + f]!;
      const now = theta[at + f]! + step[at + f]!;
      const free = now - slope[f]! / curvature;
      const next = f === width - 1 ? free : softThreshold(free, l1 / curvature);
      const change = next - now;
      if (change === 0) continue;
      step[at + f]! += change;
      for (let g = 0; g < width; g++) slope[g]! += change * H[f * width + g]!;
      moved = Math.max(moved, change * change * curvature);
      size = Math.max(size, step[at + f]! ** 2 * curvature);
    }
    if (moved <= 1e-6 * size) break;
  }
  let square = 0;
  for (let f = 0; f < width; f++) square += step[at + f]! * (slope[f]! - gradient[at + f]!);
  return square;
}

/** (width, width) Hessian in the parameters as they are: coefficients, then the intercept. */
function fullHessian({ matrix, means, spread, diagonal }: BlockCurvature, ridge: number): Float64Array {
  const d = means.length;
  const width = d + 1;
  const H = new Float64Array(width * width);
  const jitter = ridge + 1e-6 * diagonal.reduce((most, one) => Math.max(most, one), 0) + 1e-12;
  for (let f = 0; f < d; f++) {
    for (let g = 0; g <= f; g++) {
      const own = matrix![f * d + g]! + (f === g ? jitter : 0);
      H[f * width + g] = H[g * width + f] = own + spread * means[f]! * means[g]!;
    }
    H[f * width + d] = H[d * width + f] = spread * means[f]!;
  }
  H[d * width + d] = spread;
  return H;
}

function backtrack(
  theta: Float64Array,
  step: Float64Array,
  gradient: Float64Array,
  value: number,
  options: ProximalNewtonOptions,
): { theta: Float64Array; gradient: Float64Array; value: number } | undefined {
  const full = theta.map((one, i) => one + step[i]!);
  let fall = absolute(full, options) - absolute(theta, options);
  for (let i = 0; i < step.length; i++) fall += gradient[i]! * step[i]!;
  if (!(fall < 0)) return undefined;
  const reachedGradient = new Float64Array(theta.length);
  for (let [halving, length] = [0, 1]; halving < mostHalvings; halving++, length /= 2) {
    const next = theta.map((one, i) => (length === 1 ? full[i]! : one + length * step[i]!));
    const reached = options.objective(next, reachedGradient) + absolute(next, options);
    const rounding = 1e-15 * Math.abs(value);
    if (reached <= value + 1e-4 * length * fall || (-fall < 1e-12 * Math.abs(value) && reached <= value + rounding)) {
      return { theta: next, gradient: reachedGradient, value: reached };
    }
  }
  return undefined;
}

function absolute(theta: Float64Array, { l1, nBlocks }: ProximalNewtonOptions): number {
  const width = theta.length / nBlocks;
  let sum = 0;
  for (let i = 0; i < theta.length; i++) if (i % width !== width - 1) sum += Math.abs(theta[i]!);
  return l1 * sum;
}
