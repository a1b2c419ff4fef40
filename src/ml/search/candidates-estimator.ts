import { log } from "../kernels/math.ts";
import type { Random } from "../random.ts";
import type { AxisOrder } from "./axis-order.ts";
import { choiceShares } from "./choice-axis.ts";
import { type ParzenEstimator, parzenEstimator, pick, sumOf } from "./parzen-estimator.ts";
import type { ParzenSpace } from "./parzen-space.ts";

/** A candidate with positions (nAxes) in its space. */
export interface CandidatePoint {
  readonly candidate: number;
  readonly positions: Float64Array;
}

/** A trial as an estimator sees it. */
export interface WeightedPoint extends CandidatePoint {
  /** Its number in the order of its candidate. */
  readonly place: number;
  /** What it counts, above 0; 1: as much as the prior. */
  readonly weight: number;
}

/** A density over the candidates that are open, and the space of each. */
export interface CandidatesEstimator {
  draw(stream: Random): CandidatePoint;
  /** The logarithm of the density at a point of an open candidate. */
  logDensity(point: CandidatePoint): number;
}

/** What an estimator over candidates is made of. */
export interface CandidatesSample {
  /** By the position of the candidate. */
  readonly spaces: readonly ParzenSpace[];
  /** By the position of the candidate: all its points, observed here or not. */
  readonly orders: readonly AxisOrder[];
  /** Candidates that may be drawn. */
  readonly open: readonly number[];
  readonly observed: readonly WeightedPoint[];
  /** The least width of a kernel of numbers, as a share of the range. */
  readonly leastWidth: number;
}

/** The part of the density that is one candidate's. */
interface Part {
  readonly mass: number;
  readonly estimator: () => ParzenEstimator;
}

/**
 * The candidate is one more choice, the root of the tree of parameters: each observation has a kernel over candidates as over
 * any choice, times its kernel over its own candidate's space; in another candidate's space it is the prior.
 */
export function candidatesEstimator(sample: CandidatesSample): CandidatesEstimator {
  const { open } = sample;
  const parts = open.map((candidate) => partOf(candidate, sample));
  const masses = parts.map(({ mass }) => mass);
  const total = sumOf(masses);
  return {
    draw(stream) {
      const at = open.length === 1 ? 0 : pick(masses, stream.next() * total);
      return { candidate: open[at]!, positions: parts[at]!.estimator().draw(stream) };
    },
    logDensity({ candidate, positions }) {
      const { mass, estimator } = parts[open.indexOf(candidate)]!;
      return log(mass / total) + estimator().logDensity(positions);
    },
  };
}

function partOf(candidate: number, { spaces, orders, open, observed, leastWidth }: CandidatesSample): Part {
  const { own, other } = choiceShares(open.length, observed.length);
  const observations: Float64Array[] = [];
  const weights: number[] = [];
  const order = orders[candidate]!;
  const kernelOf = new Int32Array(order.size).fill(-1);
  let prior = 1 / open.length;
  for (const one of observed) {
    if (one.candidate === candidate) {
      kernelOf[one.place] = observations.push(one.positions) - 1;
      weights.push(one.weight * own);
    } else prior += one.weight * other;
  }
  weights.push(prior);
  // Made when it is first asked for: a draw may never reach this candidate.
  let made: ParzenEstimator | undefined;
  return {
    mass: sumOf(weights),
    estimator() {
      made ??= parzenEstimator(spaces[candidate]!, {
        observations,
        weights: Float64Array.from(weights),
        leastWidth,
        order,
        kernelOf,
      });
      return made;
    },
  };
}
