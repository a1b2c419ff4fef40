import type { Target } from "../../frame/target.ts";
import { random } from "../../random.ts";
import type { FitContext } from "../estimator.ts";
import { stopIfCancelled } from "../stop-if-cancelled.ts";
import { Booster, type BoosterInput, type BoosterRules } from "./booster.ts";
import type { Loss } from "./losses/loss.ts";

/** Below this many rows the number of rounds comes from cross-validation and all rows are learned from. */
export const CROSS_VALIDATED_BELOW = 2000;
const FEWEST_TO_STOP_EARLY = 50;
const FOLDS = 5;
const HELD_OUT = 0.1;
/** Share by which the loss must fall within the patience, per round and learning rate; a thousandth for the defaults. */
const FALL_PER_STEP = 5e-4;
const MOST_FALL_ASKED = 1e-3;

/** A finished booster and how many of its rounds to keep. */
export interface Boosted {
  readonly booster: Booster;
  readonly rounds: number;
}

/**
 * Boosts until the loss on rows that no tree has seen falls by less than a thousandth in `patience` rounds: on a seeded, stratified tenth of
 * the rows, or, where rows are few, on five folds whose best number of rounds is then grown on all rows.
 * Without patience, or below 50 rows, exactly `most` rounds are grown.
 */
export function boost(
  input: Omit<BoosterInput, "rows" | "nTrain">,
  rows: Uint32Array,
  y: Target,
  loss: Loss,
  rules: BoosterRules,
  most: number,
  patience: number | null,
  context: FitContext,
): Boosted {
  const stopping =
    patience === null
      ? null
      : { patience, fall: Math.min(MOST_FALL_ASKED, FALL_PER_STEP * rules.learningRate * patience) };
  const learnFrom = (train: Uint32Array, measure: Uint32Array): Booster =>
    new Booster({ ...input, rows: concatenate(train, measure), nTrain: train.length }, loss, rules);
  const nothing = new Uint32Array(0);
  if (patience === null || rows.length < FEWEST_TO_STOP_EARLY) {
    const booster = learnFrom(rows, nothing);
    return { booster, rounds: grow([booster], most, null, context, [0, 1]) };
  }
  const folds = foldsOf(rows, y, rules.seed, rows.length < CROSS_VALIDATED_BELOW ? FOLDS : Math.round(1 / HELD_OUT));
  if (folds.some((fold) => fold.length === 0)) {
    const booster = learnFrom(rows, nothing);
    return { booster, rounds: grow([booster], most, null, context, [0, 1]) };
  }
  if (rows.length >= CROSS_VALIDATED_BELOW) {
    const booster = learnFrom(without(folds, 0), folds[0]!);
    return { booster, rounds: grow([booster], most, stopping, context, [0, 1]) };
  }
  const boosters = folds.map((fold, k) => learnFrom(without(folds, k), fold));
  const rounds = grow(boosters, most, stopping, context, [0, 0.8]);
  const booster = learnFrom(rows, nothing);
  return { booster, rounds: grow([booster], rounds, null, context, [0.8, 1]) };
}

/** Grows the boosters in step. @returns the number of rounds with the least loss, or all where nothing stops it */
function grow(
  boosters: readonly Booster[],
  most: number,
  stopping: { readonly patience: number; readonly fall: number } | null,
  context: FitContext,
  [from, to]: readonly [number, number],
): number {
  let best = 0;
  let bestLoss = stopping === null ? 0 : meanLoss(boosters);
  let lastFall = { round: 0, loss: bestLoss };
  for (let round = 1; round <= most; round++) {
    stopIfCancelled(context);
    const mayGoOn = boosters.map((booster) => booster.step()).some(Boolean);
    context.onProgress?.(from + ((to - from) * round) / most, `round ${round} of at most ${most}`);
    if (stopping === null) best = round;
    else {
      const loss = meanLoss(boosters);
      if (loss < bestLoss) {
        bestLoss = loss;
        best = round;
      }
      if (loss < lastFall.loss * (1 - stopping.fall)) lastFall = { round, loss };
      else if (round - lastFall.round >= stopping.patience) break;
    }
    if (!mayGoOn) break;
  }
  return best;
}

function meanLoss(boosters: readonly Booster[]): number {
  return boosters.reduce((sum, booster) => sum + booster.measuredLoss(), 0) / boosters.length;
}

/** Rows dealt out to folds, class by class, each class in a seeded order. */
function foldsOf(rows: Uint32Array, y: Target, seed: number, count: number): Uint32Array[] {
  const strata: number[][] = [];
  for (const row of rows) (strata[y.kind === "classes" ? y.codes[row]! : 0] ??= []).push(row);
  const folds: number[][] = Array.from({ length: count }, () => []);
  const draw = random(seed, "folds");
  let next = 0;
  for (const stratum of strata) {
    if (stratum === undefined) continue;
    draw.shuffle(stratum);
    // a class too small to spare a row for each fold is learned from only
    const dealt = stratum.length >= count ? stratum : [];
    for (const row of dealt) folds[next++ % count]!.push(row);
    if (dealt.length === 0) folds.at(-1)!.push(...stratum);
  }
  return folds.map((fold) => Uint32Array.from(fold).sort());
}

function without(folds: readonly Uint32Array[], k: number): Uint32Array {
  return folds
    .reduce<Uint32Array>((all, fold, i) => (i === k ? all : concatenate(all, fold)), new Uint32Array(0))
    .sort();
}

function concatenate(a: Uint32Array, b: Uint32Array): Uint32Array {
  const both = new Uint32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
