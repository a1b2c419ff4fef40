import { isMillraceError } from "../errors/index.ts";
import {
  type Accepts,
  type Checkpoint,
  candidateKindOf,
  decodeContainer,
  describeRecipe,
  encodeContainer,
  encodeModel,
  type FitContext,
  type FittedPipeline,
  findMetric,
  type MetricOptions,
  type ParameterValues,
  type Prepared,
  prepare,
  type ThreadTeam,
  takeTarget,
} from "../ml/index.ts";
import type { Machine } from "../platform/index.ts";
import { candidateFit, type Rows } from "./candidate-fit.ts";
import type { FitResult, FoldResult, ResultOf, TaskWatcher, TrainingTask } from "./executor.ts";
import { PreparedFeatures } from "./prepared-features.ts";
import type { TrainingSet } from "./training-set.ts";

/** Copies of the folds' rows that are kept. Above this they are made anew. */
const keptBytes = 512 * 1024 * 1024;
/** Trees, rounds or epochs after which a fit may leave its state, and how often it really does: writing it costs, too. */
const checkpointEvery = 25;
const checkpointMs = 2000;

/** Does the tasks of one training set, one after the other: the same code in a thread, in a process and in a test. */
export class TaskBench {
  readonly #set: TrainingSet;
  readonly #machine: Machine;
  readonly #startTeam: (threads: number) => ThreadTeam | undefined;
  readonly #prepared = new PreparedFeatures();
  readonly #folds = new Map<number, { readonly training: Rows; readonly validation: Rows }>();

  /** @param startTeam how threads are brought up that help with one fit; default: there are none */
  constructor(
    set: TrainingSet,
    machine: Machine,
    startTeam: (threads: number) => ThreadTeam | undefined = () => undefined,
  ) {
    this.#set = set;
    this.#machine = machine;
    this.#startTeam = startTeam;
  }

  /** @throws what the estimator's fit and the pipeline throw */
  run<T extends TrainingTask>(task: T, watcher: TaskWatcher = {}): ResultOf<T> {
    return (task.kind === "fold" ? this.#fold(task) : this.#fit(task, watcher)) as ResultOf<T>;
  }

  #fold({ estimator, params, fold, keepPredictions }: TrainingTask & { kind: "fold" }): FoldResult {
    const start = this.#machine.elapsedMs();
    const { training, validation } = this.#rowsOf(fold);
    const pipeline = this.#fitOn(training, estimator, params, {}, `fold ${fold}`);
    const predictions = pipeline.predict(validation.frame);
    const score = this.#score(pipeline, validation, predictions);
    return {
      score: Number.isNaN(score) ? null : score,
      predictions: keepPredictions && this.#set.task !== "clustering" ? predictions : null,
      durationMs: this.#machine.elapsedMs() - start,
    };
  }

  #fit(
    { estimator, params, threads = 1, checkpoint }: TrainingTask & { kind: "fit" },
    watcher: TaskWatcher,
  ): FitResult {
    const start = this.#machine.elapsedMs();
    const fitFrom = (state: Uint8Array | undefined): FittedPipeline => {
      const team = threads > 1 ? this.#startTeam(threads) : undefined;
      try {
        const context = { ...(team === undefined ? {} : { team }), ...this.#watched(watcher, state) };
        return this.#fitOn(this.#set, estimator, params, context, null);
      } finally {
        team?.close();
      }
    };
    const pipeline = checkpoint === undefined ? fitFrom(undefined) : fromCheckpointOrStart(fitFrom, checkpoint);
    return {
      bytes: encodeModel(pipeline),
      recipe: describeRecipe(pipeline.features.recipe),
      durationMs: this.#machine.elapsedMs() - start,
    };
  }

  #watched({ onProgress, onCheckpoint }: TaskWatcher, state: Uint8Array | undefined): Partial<FitContext> {
    let lastMs = this.#machine.elapsedMs();
    const save: Checkpoint["save"] = (made) => {
      const nowMs = this.#machine.elapsedMs();
      if (onCheckpoint === undefined || nowMs - lastMs < checkpointMs) return;
      lastMs = nowMs;
      onCheckpoint(encodeContainer(made));
    };
    return {
      ...(onProgress === undefined ? {} : { onProgress }),
      checkpoint: { every: checkpointEvery, save, ...(state === undefined ? {} : { resume: decodeContainer(state) }) },
    };
  }

  #score(pipeline: FittedPipeline, { frame, y }: Rows, predictions: ReturnType<FittedPipeline["predict"]>): number {
    const { metric, positive, task } = this.#set;
    // Anomalies that nobody has labelled can be found, but not be measured.
    if (y === null && task !== "clustering") return Number.NaN;
    const options: MetricOptions = task === "clustering" ? { positive, X: pipeline.transform(frame) } : { positive };
    return findMetric(metric)!.compute(y, predictions, options);
  }

  #fitOn(
    rows: Rows,
    name: string,
    params: ParameterValues,
    context: Partial<FitContext>,
    keepAs: string | null,
  ): FittedPipeline {
    const means = {
      context: { ...context, seed: this.#set.seed },
      prepare: (accepts: Accepts) => this.#prepare(rows, accepts, keepAs),
    };
    return candidateKindOf(name).fit(candidateFit(this.#set, rows, { name, params }, means));
  }

  /** Features of one recipe are shared by all who take it, whatever they are. */
  #prepare({ frame, y }: Rows, accepts: Accepts, keepAs: string | null): Prepared {
    const { task, features: expressions, targetColumns, keys: exclude, readings, seed } = this.#set;
    const input = { frame, y, task, accepts, expressions, exclude, targetColumns, readings, seed };
    return keepAs === null ? prepare(input) : this.#prepared.of(keepAs, input);
  }

  #rowsOf(fold: number): { training: Rows; validation: Rows } {
    const kept = this.#folds.get(fold);
    if (kept !== undefined) return kept;
    const { frame, y, folds } = this.#set;
    const take = (rows: Int32Array): Rows => ({ frame: frame.take(rows), y: y === null ? null : takeTarget(y, rows) });
    const rows = { training: take(folds[fold]!.train), validation: take(folds[fold]!.validation) };
    // Only the fold at hand: tasks come fold by fold for a trial, and copies of all folds would be several tables.
    if (frame.rowCount * frame.columns.size * 8 * folds.length <= keptBytes) this.#folds.set(fold, rows);
    return rows;
  }
}

/** A checkpoint only saves time: one that can't be read is no reason to fail. */
function fromCheckpointOrStart(
  fitFrom: (state: Uint8Array | undefined) => FittedPipeline,
  checkpoint: Uint8Array,
): FittedPipeline {
  try {
    return fitFrom(checkpoint);
  } catch (error) {
    if (isMillraceError(error, "ML_CHECKPOINT_CORRUPT") || isMillraceError(error, "ML_MODEL_CORRUPT")) {
      return fitFrom(undefined);
    }
    throw error;
  }
}
