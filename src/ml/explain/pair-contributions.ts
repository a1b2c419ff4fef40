import type { Ensemble } from "../estimators/trees/ensemble.ts";
import { Predictor } from "../estimators/trees/predictor.ts";
import type { Matrix } from "../frame/matrix.ts";
import { PredictingKernel } from "../kernels/predicting-kernel.ts";
import type { ThreadTeam } from "../kernels/thread-team.ts";
import { addMaskContributions, MOST_MASKED } from "./mask-contributions.ts";
import {
  type Batch,
  programBatches,
  programSizes,
  type TreeContributions,
  writeFeature,
  writePrograms,
} from "./program-batches.ts";
import { writeSubsetWeights } from "./subset-weights.ts";

const MOST_ROWS = 1024;
const CHUNK_BYTES = 32 * 1024 * 1024;
const PARTS = 16;

/**
 * Exact Shapley values of an ensemble against background rows (interventional): the mean over them of the values of the games
 * in which an unknown feature has the background row's value. X and background must have the ensemble's features.
 * @throws ML_NOT_EXPLAINABLE where a tree is deeper than any that a fit makes
 * @see ../kernels/assembly/explaining-masks.ts, and for trees with many features on a path explaining-pairs.ts
 */
export function pairContributions(
  ensemble: Ensemble,
  X: Matrix,
  background: Matrix,
  team?: ThreadTeam,
): TreeContributions {
  const { nFeatures, outputs } = ensemble;
  const contributions = new Float64Array(X.nSamples * nFeatures * outputs);
  for (const batch of programBatches(ensemble, false, new Float64Array(outputs))) {
    const isShallow = ({ program }: Batch["entries"][number]): boolean => program.distinct <= MOST_MASKED;
    const shallow = { ...batch, entries: batch.entries.filter(isShallow) };
    const deep = { ...batch, entries: batch.entries.filter((entry) => !isShallow(entry)) };
    if (shallow.entries.length > 0) addMaskContributions(shallow, ensemble, X, background, contributions, team);
    if (deep.entries.length > 0) addPairContributions(deep, ensemble, X, background, contributions, team);
  }
  const m = background.nSamples;
  for (let i = 0; i < contributions.length; i++) contributions[i]! /= m;
  const expected = new Float64Array(outputs);
  new Predictor(ensemble).sums(background).forEach((sum, i) => {
    expected[i % outputs]! += sum / m;
  });
  return { expected, contributions };
}

/** Pair by pair: for trees of any depth. */
function addPairContributions(
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
  const size = batch.entries.reduce((most, { program }) => Math.max(most, program.distinct), 0) + 1;
  const chunk = Math.max(1, Math.min(X.nSamples, MOST_ROWS, Math.floor(CHUNK_BYTES / Math.max(1, width * 8))));
  const parts = Math.min(team === undefined || team.size < 2 ? 1 : PARTS, chunk);
  const sizes = [chunk * nFeatures * 4, m * nFeatures * 4, sets.length, size * size * 8, chunk * width * 8];
  const kernel = new PredictingKernel(
    [...sizes, ...Array.from({ length: parts }, () => nFeatures), ...programSizes(batch)],
    team === undefined ? "unshared" : "shared",
  );
  const take = (bytes: number): number => kernel.take(bytes);
  const [rows, backgroundAt, setsAt, weights, out] = sizes.map(take) as [number, number, number, number, number];
  const seen = Array.from({ length: parts }, () => take(nFeatures));
  const trees = writePrograms(kernel, batch, () => [0, 0]);
  kernel.bytes(setsAt, sets.length).set(sets);
  writeSubsetWeights(kernel.float64(weights, size * size), size);
  writeRows(kernel, backgroundAt, ensemble, background, 0, m);
  for (let from = 0; from < X.nSamples; from += chunk) {
    const n = Math.min(chunk, X.nSamples - from);
    writeRows(kernel, rows, ensemble, X, from, n);
    const sums = kernel.float64(out, n * width);
    sums.fill(0);
    const step = Math.ceil(n / parts);
    const shares = Array.from({ length: Math.ceil(n / step) }, (_, part) => [
      ...[trees, batch.entries.length, rows, part * step, Math.min(n, (part + 1) * step), backgroundAt, m],
      ...[nFeatures, outputs, setsAt, seen[part]!, weights, size, out],
    ]);
    kernel.each("explainPairs", shares, team);
    const target = contributions.subarray(from * width);
    for (let i = 0; i < sums.length; i++) target[i]! += sums[i]!;
  }
}

function writeRows(
  kernel: PredictingKernel,
  address: number,
  ensemble: Ensemble,
  X: Matrix,
  from: number,
  n: number,
): void {
  const values = kernel.float32(address, n * ensemble.nFeatures);
  for (let f = 0; f < ensemble.nFeatures; f++) {
    writeFeature(values.subarray(f), ensemble.nFeatures, ensemble, X, f, from, n);
  }
}
