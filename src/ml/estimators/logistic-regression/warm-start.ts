import type { CurvatureSample } from "./curvature.ts";
import { logisticObjective } from "./logistic-loss.ts";
import { type MinimiseOptions, minimise } from "./minimise.ts";
import { noKeeper } from "./minimiser-state.ts";

/** Samples of each class for each of a block's parameters, from which on their minimum says more than the classes' shares. */
const samplesPerParameter = 10;
/** What the sample hasn't settled by then is left to all samples. */
const mostIterations = 20;
/** The sample's own minimum is farther off than this. */
const tolerance = 2e-3;

/** Where the search over all samples begins. */
export type Start = Pick<MinimiseOptions, "start" | "firstRenewal">;

/** What the search over all samples is given, for a first one over a few. */
export interface WarmStartOptions extends Pick<MinimiseOptions, "start" | "preconditionerAt" | "keeper"> {
  /** Of all samples. */
  readonly nSamples: number;
  readonly nClasses: number;
  readonly nBlocks: number;
  /** l2 / total of all samples. */
  readonly ridge: number;
  /** Called before each iteration; may throw to stop. */
  readonly beforeIteration: () => void;
}

/**
 * The minimum over the sample, where that is much smaller than all samples and has enough of each class: it is as far from
 * theirs as chance is, and the passes from there are half as many. It shortens the path to the minimum and never moves it.
 */
export function warmStart(sample: CurvatureSample, options: WarmStartOptions): Start {
  const { start, nBlocks, ridge } = options;
  if (!isWarmable(sample, options)) return { start };
  // curvature at the sample's minimum stays right from there
  const firstRenewal = 8;
  if (options.keeper.resumed !== undefined) return { start, firstRenewal };
  const found = minimise({
    ...options,
    objective: logisticObjective(sample.features, sample.memory, nBlocks, ridge * sample.features.total),
    l1: undefined,
    firstRenewal: mostIterations,
    maxIterations: mostIterations,
    tolerance,
    keeper: noKeeper,
  });
  return { start: found, firstRenewal };
}

function isWarmable({ X, codes, weight, isDrawn }: CurvatureSample, { nSamples, nClasses }: WarmStartOptions): boolean {
  if (!isDrawn || nSamples < 4 * X.nSamples) return false;
  const counts = new Uint32Array(nClasses);
  for (let i = 0; i < codes.length; i++) if (weight[i]! > 0) counts[codes[i]!]!++;
  return counts.every((count) => count >= samplesPerParameter * (X.nFeatures + 1));
}
