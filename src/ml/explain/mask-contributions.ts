import type { Ensemble } from "../estimators/trees/ensemble.ts";
import type { Matrix } from "../frame/matrix.ts";
import { PredictingKernel } from "../kernels/predicting-kernel.ts";
import type { ThreadTeam } from "../kernels/thread-team.ts";
import { type Batch, programSizes, writeFeature, writePrograms } from "./program-batches.ts";
import { writeSubsetWeights } from "./subset-weights.ts";

/** Distinct features on a path up to which a mask is a byte. */
export const MOST_MASKED = 8;
const MOST_ROWS = 1024;
const CHUNK_BYTES = 32 * 1024 * 1024;
const PARTS = 16;
const TOGETHER = 16;
const SCRATCH_BYTES = 18_000;

/**
 * Adds, over all background rows, the contributions to the trees of a batch, none of which has more than `MOST_MASKED`
 * distinct features on a path. The number of background rows hardly matters.
 * @see ../kernels/assembly/explaining-masks.ts
 */
export function addMaskContributions(
  batch: Batch,
  ensemble: Ensemble,
  X: Matrix,
  background: Matrix,
  contributions: Float64Array,
  team: ThreadTeam | undefined,
): void {
  const { nFeatures, outputs, sets } = ensemble;
  const width = nFeatures * outputs;
  const m = background.nSamples;
  const size = MOST_MASKED + 1;
  const deepest = batch.entries.reduce((most, { program }) => Math.max(most, program.depth), 0);
  const widest = Math.floor(CHUNK_BYTES / Math.max(1, width * 8 + nFeatures * 4));
  const chunk = padded(Math.min(X.nSamples, MOST_ROWS, Math.max(TOGETHER, widest - TOGETHER)));
  const step = team === undefined || team.size < 2 ? chunk : padded(Math.ceil(chunk / PARTS));
  const scratchBytes = SCRATCH_BYTES + (deepest + 1) * (step + padded(m));
  const sizes = [chunk * nFeatures * 4, padded(m) * nFeatures * 4, sets.length, size * size * 8, chunk * width * 8];
  const parts = Math.ceil(chunk / step);
  const kernel = new PredictingKernel(
    [...sizes, ...Array.from({ length: parts }, () => [nFeatures, scratchBytes]).flat(), ...programSizes(batch)],
    team === undefined ? "unshared" : "shared",
  );
  const take = (bytes: number): number => kernel.take(bytes);
  const [columns, backgroundAt, setsAt, weights, out] = sizes.map(take) as [number, number, number, number, number];
  const scratch = Array.from({ length: parts }, () => [take(nFeatures), take(scratchBytes)] as const);
  const trees = writePrograms(kernel, batch, () => [0, 0]);
  kernel.bytes(setsAt, sets.length).set(sets);
  writeSubsetWeights(kernel.float64(weights, size * size), size);
  writeColumns(kernel, backgroundAt, padded(m), ensemble, background, 0, m);
  for (let from = 0; from < X.nSamples; from += chunk) {
    const n = Math.min(chunk, X.nSamples - from);
    writeColumns(kernel, columns, chunk, ensemble, X, from, n);
    const sums = kernel.float64(out, chunk * width);
    sums.fill(0);
    const shares = Array.from({ length: Math.ceil(padded(n) / step) }, (_, part) => [
      ...[trees, batch.entries.length, columns, chunk, part * step, Math.min(step, padded(n) - part * step)],
      ...[backgroundAt, padded(m), m, outputs, setsAt, scratch[part]![0], weights, size, scratch[part]![1], out],
    ]);
    kernel.each("explainMasks", shares, team);
    const target = contributions.subarray(from * width);
    for (let c = 0; c < width; c++) {
      for (let i = 0; i < n; i++) target[i * width + c]! += sums[c * chunk + i]!;
    }
  }
}

function padded(rows: number): number {
  return Math.max(TOGETHER, Math.ceil(rows / TOGETHER) * TOGETHER);
}

function writeColumns(
  kernel: PredictingKernel,
  address: number,
  pitch: number,
  ensemble: Ensemble,
  X: Matrix,
  from: number,
  n: number,
): void {
  for (let f = 0; f < ensemble.nFeatures; f++) {
    writeFeature(kernel.float32(address + f * pitch * 4, n), 1, ensemble, X, f, from, n);
  }
}
