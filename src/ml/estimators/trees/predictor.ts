import type { Matrix } from "../../frame/matrix.ts";
import { PredictingKernel } from "../../kernels/predicting-kernel.ts";
import type { Ensemble } from "./ensemble.ts";

/** Rows that go through at once: each fetches every tree into the cache once, so they are many, but few enough for any width. */
const MOST_ROWS = 4096;
const CHUNK_BYTES = 64 * 1024 * 1024;
const NODE_BYTES = 16;
const MISSING_LEFT = 1 << 24;
const CATEGORICAL = 1 << 25;

/** Walks an ensemble's trees over raw rows. Row by row and tree by tree, so a batch gives the bits of its single rows. */
export class Predictor {
  readonly #ensemble: Ensemble;
  #memory: PredictorMemory | undefined;

  constructor(ensemble: Ensemble) {
    this.#ensemble = ensemble;
  }

  /** (nSamples, outputs) row-major: the sums of the trees' leaves. X must have the ensemble's features. */
  sums(X: Matrix): Float64Array {
    const { outputs, nFeatures } = this.#ensemble;
    const most = Math.max(1, Math.min(MOST_ROWS, Math.floor(CHUNK_BYTES / (nFeatures * 8 + outputs * 8))));
    this.#memory ??= layOut(this.#ensemble, Math.min(most, Math.max(1, X.nSamples)));
    if (X.nSamples > this.#memory.chunk && this.#memory.chunk < most) this.#memory = layOut(this.#ensemble, most);
    const result = new Float64Array(X.nSamples * outputs);
    const { chunk } = this.#memory;
    for (let from = 0; from < X.nSamples; from += chunk) {
      const n = Math.min(chunk, X.nSamples - from);
      predictChunk(this.#memory, this.#ensemble, X, from, n);
      result.set(this.#memory.sums.subarray(0, n * outputs), from * outputs);
    }
    return result;
  }
}

interface PredictorMemory {
  readonly kernel: PredictingKernel;
  readonly chunk: number;
  readonly columns: number;
  readonly categories: number;
  readonly nodes: number;
  readonly sets: number;
  readonly roots: number;
  readonly vectors: number;
  readonly row: number;
  readonly out: number;
  readonly input: Float32Array;
  readonly sums: Float64Array;
}

function predictChunk(memory: PredictorMemory, ensemble: Ensemble, X: Matrix, from: number, n: number): void {
  const { input, chunk } = memory;
  const { values, nSamples, nFeatures } = X;
  if (n < 64) {
    for (let f = 0; f < nFeatures; f++) {
      for (let i = 0; i < n; i++) input[f * chunk + i] = values[f * nSamples + from + i]!;
    }
  } else {
    for (let f = 0; f < nFeatures; f++) {
      input.set(values.subarray(f * nSamples + from, f * nSamples + from + n), f * chunk);
    }
  }
  memory.sums.fill(0, 0, n * ensemble.outputs);
  memory.kernel.call.predictRows(
    memory.columns,
    chunk,
    n,
    nFeatures,
    memory.categories,
    memory.nodes,
    memory.sets,
    memory.roots,
    ensemble.roots.length - 1,
    ensemble.outputs,
    memory.vectors,
    memory.row,
    memory.out,
  );
}

function layOut(ensemble: Ensemble, chunk: number): PredictorMemory {
  const { nFeatures, outputs, feature, sets, roots, vectors, categories } = ensemble;
  const tableBytes = categories.reduce((sum, table) => sum + (table === null ? 0 : table.length + 8), 0);
  const sizes = [
    nFeatures * chunk * 4,
    nFeatures * 8,
    feature.length * NODE_BYTES,
    sets.length,
    roots.length * 4,
    (vectors?.length ?? 0) * 4,
    Math.max(1, nFeatures) * chunk * 4,
    chunk * outputs * 8,
    tableBytes,
  ];
  const kernel = new PredictingKernel(sizes);
  const [columns, table, nodes, setsAt, rootsAt, vectorsAt, row, out, tables] = sizes.map((size) => kernel.take(size));
  kernel.bytes(setsAt!, sets.length).set(sets);
  kernel.uint32(rootsAt!, roots.length).set(roots);
  if (vectors !== null) kernel.float32(vectorsAt!, vectors.length).set(vectors);
  writeCategories(kernel, categories, table!, tables!);
  writeNodes(kernel, ensemble, nodes!);
  return {
    kernel,
    chunk,
    columns: columns!,
    categories: table!,
    nodes: nodes!,
    sets: setsAt!,
    roots: rootsAt!,
    vectors: vectors === null ? 0 : vectorsAt!,
    row: row!,
    out: out!,
    input: kernel.float32(columns!, nFeatures * chunk),
    sums: kernel.float64(out!, chunk * outputs),
  };
}

function writeCategories(
  kernel: PredictingKernel,
  categories: Ensemble["categories"],
  table: number,
  tables: number,
): void {
  const entries = kernel.uint32(table, categories.length * 2);
  let at = tables;
  categories.forEach((binOf, f) => {
    if (binOf === null) return;
    kernel.bytes(at, binOf.length).set(binOf);
    entries[2 * f] = at;
    entries[2 * f + 1] = binOf.length;
    at += binOf.length;
  });
}

function writeNodes(kernel: PredictingKernel, ensemble: Ensemble, address: number): void {
  const { roots, feature, left, value, flags, vectors } = ensemble;
  const words = kernel.uint32(address, feature.length * 4);
  const floats = kernel.float32(address, feature.length * 4);
  let set = 0;
  for (let t = 0; t + 1 < roots.length; t++) {
    for (let i = roots[t]!; i < roots[t + 1]!; i++) {
      const at = i * 4;
      if (feature[i] === -1) {
        floats[at] = Number.POSITIVE_INFINITY;
        words[at + 1] = i;
        words[at + 2] = MISSING_LEFT;
        if (vectors === null) floats[at + 3] = value[i]!;
        else words[at + 3] = left[i]!;
        continue;
      }
      const isCategorical = (flags[i]! & 2) !== 0;
      if (isCategorical) words[at] = set++;
      else floats[at] = value[i]!;
      words[at + 1] = roots[t]! + left[i]!;
      words[at + 2] = feature[i]! | ((flags[i]! & 1) !== 0 ? MISSING_LEFT : 0) | (isCategorical ? CATEGORICAL : 0);
    }
  }
}
