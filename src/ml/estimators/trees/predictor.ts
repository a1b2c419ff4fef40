import type { Matrix } from "../../frame/matrix.ts";
import { PredictingKernel } from "../../kernels/predicting-kernel.ts";
import type { ThreadTeam } from "../../kernels/thread-team.ts";
import type { PredictContext, RowScorer } from "../estimator.ts";
import type { Ensemble } from "./ensemble.ts";
import { slotsOf } from "./feature-slots.ts";
import { lanesLayout } from "./lanes-layout.ts";
import { rawLayout } from "./raw-layout.ts";
import { type EnsembleLayout, TASK, TASK_BYTES } from "./scoring-task.ts";
import { shallowLayout } from "./shallow-layout.ts";
import { walkLayout } from "./walk-layout.ts";

/** Rows whose columns are copied into the kernel's memory at once, by default and at most in bytes. */
const CHUNK_ROWS = 16_384;
const CHUNK_BYTES = 64 * 1024 * 1024;
/** Rows that go through all trees before the next ones do. Splits looked at in lanes are read from the first-level cache. */
const PART_ROWS = { scoreLanes: 1024, scoreWalk: 4096, scoreRaw: 2048, scoreShallow: 4096 } as const;
/** Fewer rows than this are scored one by one. */
const FEW_ROWS = 8;

/** Sums of one row at a time. */
export interface EnsembleRow {
  /** (nFeatures): the row is written here before `score`; NaN is missing. */
  readonly x: Float32Array;
  /** (outputs): the sums of the row in `x` after a call. */
  readonly sums: Float64Array;
  score(): void;
}

/**
 * Sums the leaves that rows reach in an ensemble's trees. Each row's leaves are added in the order of the trees, in double
 * precision, so that single rows, batches and any number of threads give the same bits.
 */
export class Predictor {
  readonly #ensemble: Ensemble;
  #layout: EnsembleLayout | undefined;
  #batch: BatchMemory | undefined;
  #row: EnsembleRow | undefined;

  constructor(ensemble: Ensemble) {
    this.#ensemble = ensemble;
  }

  /** (nSamples, outputs) row-major: the sums of the trees' leaves. X must have the ensemble's features. */
  sums(X: Matrix, { team }: PredictContext = {}): Float64Array {
    const result = new Float64Array(X.nSamples * this.#ensemble.outputs);
    if (X.nSamples < FEW_ROWS) this.#sumFew(X, result);
    else {
      const memory = this.#memoryFor(X.nSamples, team);
      for (let from = 0; from < X.nSamples; from += memory.chunkRows) memory.score(X, from, result, team);
    }
    return result;
  }

  /** A scorer of single rows, with memory of its own. */
  row(): EnsembleRow {
    return rowScorer(this.#ensemble);
  }

  #sumFew({ nSamples, nFeatures, values }: Matrix, result: Float64Array): void {
    this.#row ??= this.row();
    const { x, sums } = this.#row;
    for (let i = 0; i < nSamples; i++) {
      for (let f = 0; f < nFeatures; f++) x[f] = values[f * nSamples + i]!;
      this.#row.score();
      result.set(sums, i * sums.length);
    }
  }

  #memoryFor(nSamples: number, team: ThreadTeam | undefined): BatchMemory {
    const { nFeatures, outputs } = this.#ensemble;
    const most = Math.floor(CHUNK_BYTES / (nFeatures * 4 + outputs * 8));
    const wanted = wholeBlocks(Math.min(nSamples, CHUNK_ROWS, Math.max(64, most)));
    const isShared = team !== undefined && team.size > 1;
    const at = this.#batch;
    if (at !== undefined && at.chunkRows >= wanted && at.threads >= (team?.size ?? 1) && (at.isShared || !isShared)) {
      return at;
    }
    this.#layout ??= layoutOf(this.#ensemble);
    this.#batch = new BatchMemory(this.#ensemble, this.#layout, wanted, isShared ? team.size : 1);
    return this.#batch;
  }
}

/** The fastest layout that the ensemble fits in. */
function layoutOf(ensemble: Ensemble): EnsembleLayout {
  const slots = slotsOf(ensemble);
  if (slots === null) return shallowLayout(ensemble) ?? rawLayout(ensemble);
  return lanesLayout(ensemble, slots) ?? walkLayout(ensemble, slots) ?? rawLayout(ensemble);
}

/** An ensemble laid out in a kernel's memory, with room for a chunk of rows. */
class BatchMemory {
  readonly chunkRows: number;
  readonly threads: number;
  readonly #ensemble: Ensemble;
  readonly #kernel: PredictingKernel;
  readonly #score: EnsembleLayout["score"];
  readonly #partRows: number;
  readonly #task: number;
  readonly #scratch: number;
  readonly #scratchBytes: number;
  readonly #columns: Float32Array;
  readonly #out: Float64Array;

  constructor(ensemble: Ensemble, layout: EnsembleLayout, chunkRows: number, threads: number) {
    const { nFeatures, outputs, roots } = ensemble;
    this.chunkRows = chunkRows;
    this.threads = threads;
    this.#ensemble = ensemble;
    this.#score = layout.score;
    this.#partRows = Math.min(chunkRows, PART_ROWS[layout.score]);
    this.#scratchBytes = Math.ceil(layout.scratchBytes(this.#partRows) / 64) * 64;
    const scratches = threads === 1 ? 1 : Math.ceil(chunkRows / this.#partRows);
    const own = [TASK_BYTES, nFeatures * chunkRows * 4, chunkRows * outputs * 8, scratches * this.#scratchBytes];
    this.#kernel = new PredictingKernel([...own, ...layout.sizes], threads > 1 ? "shared" : "unshared");
    const [task, columns, out, scratch] = own.map((size) => this.#kernel.take(size)) as [
      number,
      number,
      number,
      number,
    ];
    const shape = { pitch: chunkRows, nFeatures, nTrees: roots.length - 1, outputs };
    const words = this.#kernel.uint32(task, TASK_BYTES / 4);
    const written = { columns, out, ...shape, ...layout.write(this.#kernel) };
    for (const [name, value] of Object.entries(written)) words[TASK[name as keyof typeof TASK]] = value;
    this.#task = task;
    this.#scratch = scratch;
    this.#columns = this.#kernel.float32(columns, nFeatures * chunkRows);
    this.#out = this.#kernel.float64(out, chunkRows * outputs);
  }

  get isShared(): boolean {
    return this.threads > 1;
  }

  /** Sums of the chunk that begins at row `from` of X, into their places of `result`. */
  score({ values, nSamples, nFeatures }: Matrix, from: number, result: Float64Array, team?: ThreadTeam): void {
    const { outputs } = this.#ensemble;
    const n = Math.min(this.chunkRows, nSamples - from);
    for (let f = 0; f < nFeatures; f++) {
      const at = f * nSamples + from;
      this.#columns.set(values.subarray(at, at + n), f * this.chunkRows);
    }
    this.#out.fill(0, 0, n * outputs);
    this.#kernel.each(this.#score, this.#parts(n), team);
    result.set(this.#out.subarray(0, n * outputs), from * outputs);
  }

  #parts(n: number): number[][] {
    const parts: number[][] = [];
    for (let from = 0; from < n; from += this.#partRows) {
      const scratch = this.threads === 1 ? this.#scratch : this.#scratch + parts.length * this.#scratchBytes;
      parts.push([this.#task, from, Math.min(n, from + this.#partRows), scratch]);
    }
    return parts;
  }
}

/** A scorer whose result, (width), a model makes of a row's sums. */
export function finishedRow(
  row: EnsembleRow,
  width: number,
  finish: (sums: Float64Array, result: Float64Array) => void,
): RowScorer {
  const { x, sums } = row;
  const result = new Float64Array(width);
  const score = (): Float64Array => {
    row.score();
    finish(sums, result);
    return result;
  };
  return { x, score };
}

function rowScorer(ensemble: Ensemble): EnsembleRow {
  const { nFeatures, outputs, roots, categories } = ensemble;
  const layout = rawLayout(ensemble);
  const own = [TASK_BYTES, nFeatures * 4, outputs * 8, layout.scratchBytes(1)];
  const kernel = new PredictingKernel([...own, ...layout.sizes], "unshared");
  const [task, columns, out, scratch] = own.map((size) => kernel.take(size)) as [number, number, number, number];
  const words = kernel.uint32(task, TASK_BYTES / 4);
  const written = { columns, out, pitch: 1, nFeatures, nTrees: roots.length - 1, outputs, ...layout.write(kernel) };
  for (const [name, value] of Object.entries(written)) words[TASK[name as keyof typeof TASK]] = value;
  if (categories.every((binOf) => binOf === null)) words[TASK.categories] = 0;
  const { scoreRow } = kernel.call;
  return {
    x: kernel.float32(columns, nFeatures),
    sums: kernel.float64(out, outputs),
    score: () => scoreRow(task, scratch),
  };
}

function wholeBlocks(rows: number): number {
  return Math.ceil(rows / 64) * 64;
}
