import type { Ensemble } from "../estimators/trees/ensemble.ts";
import type { Matrix } from "../frame/matrix.ts";
import { PredictingKernel } from "../kernels/predicting-kernel.ts";
import type { ThreadTeam } from "../kernels/thread-team.ts";
import { gaussLegendre } from "./gauss-legendre.ts";
import {
  type Batch,
  programBatches,
  programSizes,
  type TreeContributions,
  writeFeature,
  writePrograms,
} from "./program-batches.ts";
import type { TreeProgram } from "./tree-program.ts";

const CHUNK_BYTES = 32 * 1024 * 1024;
const MOST_ROWS = 1024;
/** Rows that go through a tree together. */
const TOGETHER = 8;
/** Parts that threads share a chunk in. */
const PARTS = 16;
/**
 * Exact up to 128 distinct features on a path. What more than that are asked of this rule is a smooth function of t within
 * 0..1 still, on which its error is below that of the sums.
 */
const MOST_KNOTS = 64;

/**
 * Exact Shapley values of an ensemble against the training rows' shares (path-dependent). The values of a row are the same
 * bits alone and in a batch, with one thread and with many.
 * @see ../kernels/assembly/explaining.ts
 */
export class TreeExplainer {
  readonly #ensemble: Ensemble;
  #expected: Float64Array | undefined;
  #kept: { readonly batch: Batch; room: Room } | undefined;

  /** The ensemble must know its leaves' weights. */
  constructor(ensemble: Ensemble) {
    this.#ensemble = ensemble;
  }

  /**
   * X must have the ensemble's features.
   * @throws ML_NOT_EXPLAINABLE where the leaves' weights are unknown, or a tree is deeper than any that a fit makes
   */
  explain(X: Matrix, team?: ThreadTeam): TreeContributions {
    const { nFeatures, outputs } = this.#ensemble;
    const contributions = new Float64Array(X.nSamples * nFeatures * outputs);
    if (this.#kept !== undefined) {
      const { batch, room } = this.#kept;
      this.#kept.room = explainBatch(batch, this.#ensemble, X, contributions, room, team);
    } else {
      const expected = new Float64Array(outputs);
      for (const batch of programBatches(this.#ensemble, true, expected)) {
        const room = explainBatch(batch, this.#ensemble, X, contributions, undefined, team);
        if (batch.isAll) this.#kept = { batch, room };
      }
      this.#expected = expected;
    }
    return { expected: this.#expected!.slice(), contributions };
  }
}

/** Memory of a kernel with a batch's programs in it. */
interface Room {
  readonly kernel: PredictingKernel;
  readonly isShared: boolean;
  readonly chunk: number;
  readonly trees: number;
  readonly columns: number;
  readonly sets: number;
  readonly scratch: readonly number[];
  readonly out: number;
}

function explainBatch(
  batch: Batch,
  ensemble: Ensemble,
  X: Matrix,
  contributions: Float64Array,
  kept: Room | undefined,
  team: ThreadTeam | undefined,
): Room {
  const width = ensemble.nFeatures * ensemble.outputs;
  const widest = Math.floor(CHUNK_BYTES / Math.max(1, ensemble.nFeatures * 4 + width * 8));
  const wanted = Math.min(padded(X.nSamples), MOST_ROWS, Math.max(TOGETHER, widest & ~(TOGETHER - 1)));
  const isFit = kept !== undefined && kept.chunk >= wanted && (team === undefined || kept.isShared);
  const room = isFit ? kept : layOut(batch, ensemble, wanted, team);
  const { kernel, chunk } = room;
  if (batch.entries.length === 0) return room;
  for (let from = 0; from < X.nSamples; from += chunk) {
    const n = Math.min(chunk, X.nSamples - from);
    for (let f = 0; f < ensemble.nFeatures; f++) {
      writeFeature(kernel.float32(room.columns + f * chunk * 4, n), 1, ensemble, X, f, from, n);
    }
    const out = kernel.float64(room.out, width * chunk);
    out.fill(0);
    kernel.each("explainRows", partsOf(room, batch.entries.length, padded(n), ensemble.outputs), team);
    addTransposed(out, chunk, contributions.subarray(from * width), n, width);
  }
  return room;
}

/** Arguments of `explainRows` for each part of a chunk's rows. */
function partsOf(room: Room, count: number, rows: number, outputs: number): number[][] {
  const step = padded(Math.ceil(rows / room.scratch.length));
  return Array.from({ length: Math.ceil(rows / step) }, (_, part) => [
    ...[room.trees, count, room.columns, room.chunk],
    ...[part * step, Math.min(rows, (part + 1) * step), outputs],
    ...[room.sets, room.scratch[part]!, room.out],
  ]);
}

function padded(rows: number): number {
  return Math.max(TOGETHER, Math.ceil(rows / TOGETHER) * TOGETHER);
}

function knotsOf({ distinct }: TreeProgram): number {
  return Math.min(MOST_KNOTS, Math.ceil(distinct / 2));
}

function layOut(batch: Batch, ensemble: Ensemble, chunk: number, team: ThreadTeam | undefined): Room {
  const { nFeatures, outputs, sets } = ensemble;
  const rules = [...new Set(batch.entries.map(({ program }) => knotsOf(program)))];
  const most = Math.max(1, ...rules);
  const deepest = batch.entries.reduce((depth, { program }) => Math.max(depth, program.depth), 0);
  const scratchBytes = most * 64 + (deepest + 2) * (192 + most * 128);
  const parts = team === undefined || team.size < 2 ? 1 : Math.min(PARTS, chunk / TOGETHER);
  const columnBytes = nFeatures * chunk * 4;
  const outBytes = nFeatures * outputs * chunk * 8;
  const isShared = team !== undefined;
  const kernel = new PredictingKernel(
    [
      ...[columnBytes, outBytes, sets.length],
      ...Array.from({ length: parts }, () => scratchBytes),
      ...rules.map((n) => n * 16),
      ...programSizes(batch),
    ],
    isShared ? "shared" : "unshared",
  );
  const columns = kernel.take(columnBytes);
  const out = kernel.take(outBytes);
  const setsAt = kernel.take(sets.length);
  kernel.bytes(setsAt, sets.length).set(sets);
  const scratch = Array.from({ length: parts }, () => kernel.take(scratchBytes));
  const knots = new Map(rules.map((n) => [n, writeKnots(kernel, n)]));
  const trees = writePrograms(kernel, batch, (program) => [knots.get(knotsOf(program))!, knotsOf(program)]);
  return { kernel, isShared, chunk, trees, columns, sets: setsAt, scratch, out };
}

function writeKnots(kernel: PredictingKernel, n: number): number {
  const at = kernel.take(n * 16);
  const pairs = kernel.float64(at, n * 2);
  const { knots, weights } = gaussLegendre(n);
  knots.forEach((knot, i) => {
    pairs.set([knot, weights[i]!], i * 2);
  });
  return at;
}

/** Adds columns of `pitch` rows to row-major `rows`. */
function addTransposed(columns: Float64Array, pitch: number, rows: Float64Array, n: number, width: number): void {
  for (let c = 0; c < width; c++) {
    for (let i = 0; i < n; i++) rows[i * width + c]! += columns[c * pitch + i]!;
  }
}
