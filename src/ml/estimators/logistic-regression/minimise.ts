import type { Objective } from "./logistic-loss.ts";
import type { Keeper, MinimiserState } from "./minimiser-state.ts";
import { isRefreshed } from "./proximal-newton.ts";

export interface MinimiseOptions {
  readonly start: Float64Array;
  /** Convex, differentiable; writes its gradient. */
  readonly objective: Objective;
  /** (nParameters) strength of |θ| per coordinate, beside the objective; undefined: none. */
  readonly l1: Float64Array | undefined;
  /** Gives what multiplies by an approximate inverse Hessian at θ, in place; it must be symmetric positive definite. */
  readonly preconditionerAt: (theta: Float64Array) => (vector: Float64Array) => void;
  /** The first iteration that renews the preconditioner, if 2 is too early: where the start is near the minimum. */
  readonly firstRenewal?: number;
  readonly maxIterations: number;
  /** Ends where sqrt(gᵀ H⁻¹ g), the length of the next step in the Hessian's own norm, is at most this. */
  readonly tolerance: number;
  /** Called before each iteration; may throw to stop. */
  readonly beforeIteration: (iteration: number) => void;
  readonly keeper: Keeper;
}

/** Pairs of steps and gradient changes that are remembered. */
const memory = 10;
const mostHalvings = 40;
/** A step that leaves more of the next one's length than this wasn't near enough to the minimum to foretell anything. */
const slowest = 0.1;

/**
 * L-BFGS with a preconditioner; with an absolute penalty its orthant-wise form (OWL-QN).
 * @returns the minimiser found
 * @see Nocedal & Wright 2006, algorithm 7.5; Andrew & Gao 2007
 */
export function minimise(options: MinimiseOptions): Float64Array {
  const { objective, l1, preconditionerAt, keeper } = options;
  let theta: Float64Array = (keeper.resumed?.theta ?? options.start).slice();
  let gradient: Float64Array = new Float64Array(theta.length);
  let curvedAt: Float64Array = keeper.resumed?.curvedAt ?? theta;
  let precondition = preconditionerAt(curvedAt);
  let value = objective(theta, gradient) + absolute(theta, l1);
  const history = pairsOf(keeper.resumed, theta.length);
  for (let iteration = keeper.resumed?.iteration ?? 0; iteration < options.maxIterations; iteration++) {
    options.beforeIteration(iteration);
    keeper.keep(iteration, () => ({
      iteration,
      theta: theta.slice(),
      curvedAt: curvedAt.slice(),
      steps: joined(history.map(({ step }) => step)),
      changes: joined(history.map(({ change }) => change)),
    }));
    if (isRefreshed(iteration) && iteration >= (options.firstRenewal ?? 0)) {
      curvedAt = theta;
      precondition = preconditionerAt(theta);
    }
    const steepest = l1 === undefined ? gradient : pseudoGradient(theta, gradient, l1);
    const inverse = scaled(precondition, history.at(-1));
    const step = newtonStep(steepest, history, inverse);
    if (l1 !== undefined) keepDescending(step, steepest);
    const slope = inner(step, steepest);
    const length = lengthOf(steepest, inverse);
    if (!(slope < 0) || length <= options.tolerance) break;
    if (l1 === undefined && length * rateOf(gradient, history.at(-1), inverse) <= options.tolerance) {
      // a look at where it leads would only find that it was the last
      return theta.map((one, i) => one + step[i]!);
    }
    const found = search(theta, step, slope, value, steepest, options);
    if (found === undefined) break;
    remember(history, theta, gradient, found.theta, found.gradient);
    ({ theta, gradient, value } = found);
  }
  return theta;
}

interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly rho: number;
}

function pairOf(step: Float64Array, change: Float64Array): Pair {
  return { step, change, rho: 1 / inner(step, change) };
}

function pairsOf(state: MinimiserState | undefined, length: number): Pair[] {
  if (state === undefined) return [];
  return Array.from({ length: state.steps.length / length }, (_, p) => {
    const [from, to] = [p * length, (p + 1) * length];
    return pairOf(state.steps.slice(from, to), state.changes.slice(from, to));
  });
}

function joined(vectors: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(vectors.length * (vectors[0]?.length ?? 0));
  vectors.forEach((vector, at) => {
    all.set(vector, at * vector.length);
  });
  return all;
}

interface Point {
  readonly theta: Float64Array;
  readonly gradient: Float64Array;
  readonly value: number;
}

/** The preconditioner at the scale that the last step showed: a diagonal alone is far too bold where features outnumber rows. */
function scaled(precondition: (vector: Float64Array) => void, last: Pair | undefined): (vector: Float64Array) => void {
  if (last === undefined) return precondition;
  const solved = last.change.slice();
  precondition(solved);
  const factor = 1 / (last.rho * inner(solved, last.change));
  return (vector) => {
    precondition(vector);
    for (let i = 0; i < vector.length; i++) vector[i]! *= factor;
  };
}

/** -H⁻¹ g by the two-loop recursion around the preconditioner. */
function newtonStep(
  gradient: Float64Array,
  history: readonly Pair[],
  precondition: (vector: Float64Array) => void,
): Float64Array {
  const q = gradient.slice();
  const alphas = new Float64Array(history.length);
  for (let h = history.length - 1; h >= 0; h--) {
    alphas[h] = history[h]!.rho * inner(history[h]!.step, q);
    addTimes(q, -alphas[h]!, history[h]!.change);
  }
  precondition(q);
  for (let h = 0; h < history.length; h++) {
    const beta = history[h]!.rho * inner(history[h]!.change, q);
    addTimes(q, alphas[h]! - beta, history[h]!.step);
  }
  for (let i = 0; i < q.length; i++) q[i] = -q[i]!;
  return q;
}

/** Backtracks from the full step until the value falls as the slope promises; undefined where rounding allows no more. */
function search(
  theta: Float64Array,
  step: Float64Array,
  slope: number,
  value: number,
  steepest: Float64Array,
  { objective, l1 }: MinimiseOptions,
): Point | undefined {
  const gradient = new Float64Array(theta.length);
  for (let [halving, length] = [0, 1]; halving < mostHalvings; halving++, length /= 2) {
    const next = theta.slice();
    addTimes(next, length, step);
    if (l1 !== undefined) stayInOrthant(next, theta, steepest, l1);
    const reached = objective(next, gradient) + absolute(next, l1);
    const allowed = value + 1e-4 * length * slope;
    // Near the minimum the promised fall is below the value's rounding.
    if (reached <= allowed || (reached <= value + 1e-15 * Math.abs(value) && -slope < 1e-12 * Math.abs(value))) {
      return { theta: next, gradient, value: reached };
    }
  }
  return undefined;
}

function remember(
  history: Pair[],
  theta: Float64Array,
  gradient: Float64Array,
  nextTheta: Float64Array,
  nextGradient: Float64Array,
): void {
  const step = nextTheta.map((one, i) => one - theta[i]!);
  const change = nextGradient.map((one, i) => one - gradient[i]!);
  const curvature = inner(step, change);
  if (!(curvature > 1e-300)) return;
  if (history.length === memory) history.shift();
  history.push(pairOf(step, change));
}

/** sqrt(gᵀ H⁻¹ g): how long the next step is in the Hessian's own norm. */
function lengthOf(gradient: Float64Array, precondition: (vector: Float64Array) => void): number {
  const solved = gradient.slice();
  precondition(solved);
  return Math.sqrt(inner(solved, gradient));
}

/** By which factor the last step shrank the length of the next; Infinity before any, or where it was not near the minimum. */
function rateOf(gradient: Float64Array, last: Pair | undefined, precondition: (vector: Float64Array) => void): number {
  if (last === undefined) return Number.POSITIVE_INFINITY;
  const before = gradient.map((one, i) => one - last.change[i]!);
  const rate = lengthOf(gradient, precondition) / lengthOf(before, precondition);
  return rate < slowest ? rate : Number.POSITIVE_INFINITY;
}

/** The subgradient of least length where θ is 0, else the gradient of the penalised objective. */
function pseudoGradient(theta: Float64Array, gradient: Float64Array, l1: Float64Array): Float64Array {
  return gradient.map((g, i) => {
    const strength = l1[i]!;
    if (theta[i]! > 0) return g + strength;
    if (theta[i]! < 0) return g - strength;
    if (g + strength < 0) return g + strength;
    return g - strength > 0 ? g - strength : 0;
  });
}

/** Drops what of the step would climb. */
function keepDescending(step: Float64Array, steepest: Float64Array): void {
  for (let i = 0; i < step.length; i++) if (step[i]! * steepest[i]! >= 0) step[i] = 0;
}

/** A coordinate that would change its sign stops at 0. */
function stayInOrthant(next: Float64Array, theta: Float64Array, steepest: Float64Array, l1: Float64Array): void {
  for (let i = 0; i < next.length; i++) {
    if (l1[i] === 0) continue;
    const side = theta[i] !== 0 ? theta[i]! : -steepest[i]!;
    if (next[i]! * side <= 0) next[i] = 0;
  }
}

function absolute(theta: Float64Array, l1: Float64Array | undefined): number {
  if (l1 === undefined) return 0;
  let sum = 0;
  for (let i = 0; i < theta.length; i++) sum += l1[i]! * Math.abs(theta[i]!);
  return sum;
}

function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function addTimes(target: Float64Array, factor: number, values: Float64Array): void {
  for (let i = 0; i < target.length; i++) target[i]! += factor * values[i]!;
}
