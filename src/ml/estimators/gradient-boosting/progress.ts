import type { ModelData } from "../estimator.ts";
import { checkFingerprint, checkpointCorrupt } from "../fit-fingerprint.ts";
import { describe } from "../model-fields.ts";
import type { GrownNode } from "../trees/growth.ts";
import { readTrees, type TreeBounds, treesData } from "./saved-trees.ts";

/** Where the rounds of a fit stand. */
export interface Progress {
  /** Rounds grown. */
  readonly round: number;
  /** The round with the least loss, and that loss. */
  readonly best: number;
  readonly bestLoss: number;
  /** The round of the last fall that was large enough to go on for, and its loss. */
  readonly fallRound: number;
  readonly fallLoss: number;
}

/** `first`: the only rounds, or those that are measured on rows held out. `last`: of all rows, as many as the first said. */
export type Phase = "first" | "last";

/** All that a fit needs to go on: scores are the sums of the trees' values, in the order of rounds. */
export interface SavedRounds {
  readonly phase: Phase;
  /** Rounds that this phase may grow. */
  readonly most: number;
  readonly progress: Progress;
  /** Trees of each booster, by round and output. */
  readonly trees: readonly (readonly (readonly (readonly GrownNode[])[])[])[];
}

/** A checkpoint's state. */
export function progressData(fingerprint: string, { phase, most, progress, trees }: SavedRounds): ModelData {
  const { round, best, bestLoss, fallRound, fallLoss } = progress;
  return {
    fingerprint,
    phase,
    most,
    round,
    best,
    fallRound,
    losses: Float64Array.of(bestLoss, fallLoss),
    boosters: trees.map(treesData),
  };
}

/**
 * The state that `progressData` made for this fit.
 * @param boosters how many grow in a phase
 * @throws ML_CHECKPOINT_CORRUPT
 */
export function readProgress(
  estimator: string,
  fingerprint: string,
  state: ModelData,
  mostRounds: number,
  boosters: Readonly<Partial<Record<Phase, number>>>,
  bounds: Omit<TreeBounds, "rounds" | "refuse">,
): SavedRounds {
  checkFingerprint(estimator, fingerprint, state);
  const refuse = (where: string, expected: string, got: unknown): Error =>
    checkpointCorrupt(estimator, `${where}: ${expected}`, describe(got));
  const whole = (key: string, low: number, high: number): number => {
    const value = state[key];
    if (typeof value === "number" && Number.isInteger(value) && value >= low && value <= high) return value;
    throw refuse(key, `a whole number from ${low} to ${high}`, value);
  };
  const phase = state["phase"];
  const count = phase === "first" || phase === "last" ? boosters[phase] : undefined;
  if (count === undefined) throw refuse("phase", Object.keys(boosters).join(" or "), phase);
  const most = phase === "first" ? whole("most", mostRounds, mostRounds) : whole("most", 1, mostRounds);
  const round = whole("round", 1, most);
  const losses = state["losses"];
  if (!(losses instanceof Float64Array) || losses.length !== 2 || losses.some((loss) => !(loss >= 0))) {
    throw refuse("losses", "2 losses of 0 and above", losses);
  }
  const trees = state["boosters"];
  if (!Array.isArray(trees) || trees.length !== count) throw refuse("boosters", `${count} boosters`, trees);
  return {
    phase: phase as Phase,
    most,
    progress: {
      round,
      best: whole("best", 0, round),
      bestLoss: losses[0]!,
      fallRound: whole("fallRound", 0, round),
      fallLoss: losses[1]!,
    },
    trees: trees.map((one, k) => readTrees(one, `boosters[${k}]`, { ...bounds, rounds: round, refuse })),
  };
}
