import type { Target } from "../../frame/target.ts";
import type { TrainingKernel } from "../../kernels/training-kernel.ts";
import { deriveSeed } from "../../random.ts";
import type { FitContext } from "../estimator.ts";
import { foldsOf, rowsWithout } from "../folds.ts";
import { stopIfCancelled } from "../stop-if-cancelled.ts";
import { initialWeights } from "./initial-weights.ts";
import { NetworkTrainer, type TrainerState, type TrainingData, type TrainingRules } from "./trainer.ts";

/** Below this many rows a fifth is held out, else a tenth; of fewer than 50 rows none. The same as for gradient boosting. */
const FEW_ROWS = 2000;
const FEWEST_TO_HOLD_OUT = 50;

/** A network's training so far. */
export interface Progress {
  readonly state: TrainerState;
  readonly best: Float32Array;
  readonly bestLoss: number;
  readonly bestEpoch: number;
  readonly isDone: boolean;
}

/** The rows that each network learns from, and those that tell it when to stop. */
export interface Share {
  readonly train: Uint32Array;
  readonly held: Uint32Array;
}

/** Each network holds out another part of the rows, as far as there are parts; together they learn from all. */
export function sharesOf(rows: Uint32Array, y: Target, seed: number, networks: number, stopsEarly: boolean): Share[] {
  const nothing = { train: rows, held: new Uint32Array(0) };
  const all = Array.from({ length: networks }, () => nothing);
  if (!stopsEarly || rows.length < FEWEST_TO_HOLD_OUT) return all;
  const folds = foldsOf(rows, y, seed, rows.length < FEW_ROWS ? 5 : 10);
  if (folds.some((fold) => fold.length === 0)) return all;
  return all.map((_, i) => ({ train: rowsWithout(folds, i % folds.length), held: folds[i % folds.length]! }));
}

/** Networks that are trained together, epoch by epoch. */
export class Networks {
  readonly #kernel: TrainingKernel;
  readonly #trainers: readonly NetworkTrainer[];
  readonly #rules: TrainingRules;
  readonly #patience: number;
  #progress: Omit<Progress, "state">[];

  /** @param start outputs before anything is learned */
  constructor(
    kernel: TrainingKernel,
    data: TrainingData,
    rules: TrainingRules,
    shares: readonly Share[],
    start: readonly number[],
    patience: number | null,
  ) {
    this.#kernel = kernel;
    this.#rules = rules;
    this.#patience = patience ?? Number.POSITIVE_INFINITY;
    this.#trainers = shares.map(({ train, held }, i) => {
      const seed = deriveSeed(rules.seed, "network", i);
      return new NetworkTrainer(
        kernel,
        data,
        { ...rules, seed },
        train,
        held,
        initialWeights(data.layout, start, seed),
      );
    });
    this.#progress = this.#trainers.map((trainer) => ({
      best: trainer.parameters(),
      bestLoss: Number.POSITIVE_INFINITY,
      bestEpoch: 0,
      isDone: false,
    }));
  }

  /** Trains from an epoch on until all networks are done; `afterEpoch` is told of each. @returns their best parameters */
  train(from: number, context: FitContext, afterEpoch: (epoch: number) => void): Float32Array[] {
    for (let epoch = from; epoch < this.#rules.epochs; epoch++) {
      if (this.#progress.every(({ isDone }) => isDone)) break;
      this.#epoch(epoch, context);
      afterEpoch(epoch + 1);
    }
    return this.#progress.map(({ best }) => best);
  }

  progress(): Progress[] {
    return this.#progress.map((one, i) => ({ ...one, state: this.#trainers[i]!.state() }));
  }

  goOnFrom(progress: readonly Progress[]): void {
    this.#progress = progress.map(({ best, bestLoss, bestEpoch, isDone }) => ({ best, bestLoss, bestEpoch, isDone }));
    progress.forEach(({ state }, i) => {
      this.#trainers[i]!.goOnFrom(state);
    });
  }

  /** Mean loss held out of the networks' best, per row; null where nothing is held out. */
  get bestLoss(): number | null {
    const losses = this.#progress.flatMap(({ bestLoss }, i) => {
      const rows = this.#trainers[i]!.heldOut.length;
      return rows > 0 && Number.isFinite(bestLoss) ? [bestLoss / rows] : [];
    });
    return losses.length === 0 ? null : losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  }

  #epoch(epoch: number, context: FitContext): void {
    const active = this.#trainers.filter((_, i) => !this.#progress[i]!.isDone);
    for (const trainer of active) trainer.beginEpoch(epoch);
    const calls = active.map((trainer) => trainer.calls(epoch));
    const most = Math.max(...calls.map((list) => list.length));
    for (let k = 0; k < most; k++) {
      stopIfCancelled(context);
      this.#kernel.each(
        "trainNetwork",
        calls.flatMap((list) => (k < list.length ? [list[k]!] : [])),
      );
    }
    this.#kernel.each(
      "measureNetwork",
      active.map((trainer) => trainer.measure),
    );
    this.#trainers.forEach((trainer, i) => {
      if (!this.#progress[i]!.isDone) this.#progress[i] = this.#judge(trainer, this.#progress[i]!, epoch + 1);
    });
  }

  /** Keeps the parameters of the least loss held out; without rows held out the latest that are finite. */
  #judge(trainer: NetworkTrainer, before: Omit<Progress, "state">, epoch: number): Omit<Progress, "state"> {
    if (trainer.heldOut.length === 0) {
      const latest = trainer.parameters();
      return latest.every(Number.isFinite)
        ? { best: latest, bestLoss: Number.POSITIVE_INFINITY, bestEpoch: epoch, isDone: false }
        : { ...before, isDone: true };
    }
    const loss = trainer.heldOutLoss;
    if (loss < before.bestLoss) return { best: trainer.parameters(), bestLoss: loss, bestEpoch: epoch, isDone: false };
    return { ...before, isDone: !Number.isFinite(loss) || epoch - before.bestEpoch >= this.#patience };
  }
}
