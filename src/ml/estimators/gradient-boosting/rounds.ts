import type { Target } from "../../frame/target.ts";
import type { FitContext } from "../estimator.ts";
import { foldsOf, rowsWithout } from "../folds.ts";
import { stopIfCancelled } from "../stop-if-cancelled.ts";
import { Booster, type BoosterInput, type BoosterRules } from "./booster.ts";
import type { Loss } from "./losses/loss.ts";
import { type Phase, type Progress, progressData, readProgress, type SavedRounds } from "./progress.ts";

/** Below this many rows the number of rounds comes from cross-validation. */
export const CROSS_VALIDATED_BELOW = 2000;
/** Below this many rows the rounds are grown again on all of them: a tenth more to learn from is worth the time. */
export const GROWN_AGAIN_BELOW = 100_000;
const FEWEST_TO_STOP_EARLY = 50;
const FOLDS = 5;
const HELD_OUT = 0.1;
/** Share by which the loss must fall within the patience, per round and learning rate; a thousandth for the defaults. */
const FALL_PER_STEP = 5e-4;
const MOST_FALL_ASKED = 1e-3;

/** What is to be boosted. */
export interface BoostingPlan {
  readonly estimator: string;
  /** Which fit this is: what a checkpoint must have been saved by. */
  readonly fingerprint: string;
  readonly input: Omit<BoosterInput, "rows" | "nTrain">;
  /** Rows of positive weight. */
  readonly rows: Uint32Array;
  readonly y: Target;
  readonly loss: Loss;
  readonly rules: BoosterRules;
  /** Most rounds. */
  readonly most: number;
  /** Rounds within which the loss must fall; null: exactly `most` are grown. */
  readonly patience: number | null;
}

/** A finished booster and how many of its rounds to keep. */
export interface Boosted {
  readonly booster: Booster;
  readonly rounds: number;
}

interface Part {
  readonly train: Uint32Array;
  readonly measure: Uint32Array;
}

/**
 * Boosts until the loss on rows that no tree has seen falls by less than a thousandth in `patience` rounds: on a seeded, stratified tenth of
 * the rows, or, where rows are few, on five folds. Below 100,000 rows the best number of rounds is then grown on all of them.
 * Without patience, or below 50 rows, exactly `most` rounds are grown.
 * @throws ML_CHECKPOINT_CORRUPT
 */
export function boost(plan: BoostingPlan, context: FitContext): Boosted {
  const parts = partsOf(plan);
  const isAgain = parts[0]!.measure.length > 0 && plan.rows.length < GROWN_AGAIN_BELOW;
  const saved = savedRounds(plan, parts.length, isAgain, context);
  if (!isAgain) {
    const booster = learnFrom(plan, parts[0]!);
    return { booster, rounds: grow([booster], plan, sharesOfPhases.only, "first", plan.most, saved, context) };
  }
  const shares = parts.length === 1 ? sharesOfPhases.heldOut : sharesOfPhases.folds;
  const most = saved?.phase === "last" ? saved.most : roundsFor(plan, parts, shares.first, saved, context);
  const booster = learnFrom(plan, { train: plan.rows, measure: NOTHING });
  const goesOn = saved?.phase === "last" ? saved : undefined;
  return { booster, rounds: grow([booster], plan, shares.last, "last", most, goesOn, context) };
}

/** The rounds with the least loss on what was held out. More rows bear more rounds, as many more as there are more rows. */
function roundsFor(
  plan: BoostingPlan,
  parts: readonly Part[],
  share: Share,
  saved: SavedRounds | undefined,
  context: FitContext,
): number {
  const boosters = parts.map((part) => learnFrom(plan, part));
  const best = grow(boosters, plan, share, "first", plan.most, saved, context);
  const learned = parts.reduce((sum, { train }) => sum + train.length, 0) / parts.length;
  return Math.min(plan.most, Math.round((best * plan.rows.length) / learned));
}

const NOTHING = new Uint32Array(0);

/** What each booster of the first phase learns from and is measured on. */
function partsOf({ rows, y, rules, patience }: BoostingPlan): Part[] {
  const alone = [{ train: rows, measure: NOTHING }];
  if (patience === null || rows.length < FEWEST_TO_STOP_EARLY) return alone;
  const isFew = rows.length < CROSS_VALIDATED_BELOW;
  const folds = foldsOf(rows, y, rules.seed, isFew ? FOLDS : Math.round(1 / HELD_OUT));
  if (folds.some((fold) => fold.length === 0)) return alone;
  const parts = folds.map((measure, k) => ({ train: rowsWithout(folds, k), measure }));
  return isFew ? parts : parts.slice(0, 1);
}

function learnFrom({ input, loss, rules }: BoostingPlan, { train, measure }: Part): Booster {
  if (measure.length === 0) return new Booster({ ...input, rows: train, nTrain: train.length }, loss, rules);
  const rows = new Uint32Array(train.length + measure.length);
  rows.set(train);
  rows.set(measure, train.length);
  return new Booster({ ...input, rows, nTrain: train.length }, loss, rules);
}

function savedRounds(
  plan: BoostingPlan,
  parts: number,
  isAgain: boolean,
  { checkpoint }: FitContext,
): SavedRounds | undefined {
  if (checkpoint?.resume === undefined) return undefined;
  const { estimator, fingerprint, most, input, loss, rules } = plan;
  const bounds = { features: input.columns.bins, outputs: loss.outputs, maxLeaves: rules.maxLeaves };
  const boosters = isAgain ? { first: parts, last: 1 } : { first: parts };
  return readProgress(estimator, fingerprint, checkpoint.resume, most, boosters, bounds);
}

/** What a phase begins and ends with, of a fit's progress. */
type Share = readonly [number, number];
const sharesOfPhases = {
  only: [0, 1],
  heldOut: { first: [0, 0.5], last: [0.5, 1] },
  folds: { first: [0, 0.8], last: [0.8, 1] },
} as const;

/** Grows the boosters in step. @returns the number of rounds with the least loss, or all where nothing stops it */
function grow(
  boosters: readonly Booster[],
  plan: BoostingPlan,
  [from, to]: Share,
  phase: Phase,
  most: number,
  saved: SavedRounds | undefined,
  context: FitContext,
): number {
  const isMeasured = boosters.every((booster) => booster.isMeasured);
  boosters.forEach((booster, k) => {
    if (saved !== undefined) booster.restore(saved.trees[k]!);
  });
  let progress = saved?.progress ?? begin(isMeasured ? meanLoss(boosters) : 0);
  while (progress.round < most) {
    stopIfCancelled(context);
    const mayGoOn = boosters.map((booster) => booster.step()).some(Boolean);
    const round = progress.round + 1;
    context.onProgress?.(from + ((to - from) * round) / most, `round ${round} of at most ${most}`);
    progress = isMeasured ? measured(progress, meanLoss(boosters), plan) : { ...progress, round, best: round };
    const isStuck = isMeasured && plan.patience !== null && round - progress.fallRound >= plan.patience;
    if (!mayGoOn || isStuck) break;
    if (context.checkpoint !== undefined && round % context.checkpoint.every === 0) {
      const trees = boosters.map((booster) => booster.rounds);
      context.checkpoint.save(progressData(plan.fingerprint, { phase, most, progress, trees }));
    }
  }
  return progress.best;
}

function begin(loss: number): Progress {
  return { round: 0, best: 0, bestLoss: loss, fallRound: 0, fallLoss: loss };
}

function measured(before: Progress, loss: number, { patience, rules }: BoostingPlan): Progress {
  const round = before.round + 1;
  const fall = Math.min(MOST_FALL_ASKED, FALL_PER_STEP * rules.learningRate * (patience ?? 1));
  const best = loss < before.bestLoss ? { best: round, bestLoss: loss } : {};
  const fell = loss < before.fallLoss * (1 - fall) ? { fallRound: round, fallLoss: loss } : {};
  return { ...before, round, ...best, ...fell };
}

function meanLoss(boosters: readonly Booster[]): number {
  return boosters.reduce((sum, booster) => sum + booster.measuredLoss(), 0) / boosters.length;
}
