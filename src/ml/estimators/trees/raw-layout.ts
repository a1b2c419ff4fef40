import type { PredictingKernel } from "../../kernels/predicting-kernel.ts";
import type { Ensemble } from "./ensemble.ts";
import { type EnsembleLayout, writeSets, writeVectors } from "./scoring-task.ts";

const NODE_BYTES = 16;
const MISSING_LEFT = 1 << 24;
const CATEGORICAL = 1 << 25;

/** Nodes of 16 bytes over raw values: for any ensemble, and for single rows, which aren't worth binning. */
export function rawLayout(ensemble: Ensemble): EnsembleLayout {
  const { nFeatures, roots, feature, sets, categories } = ensemble;
  const tableBytes = categories.reduce((sum, binOf) => sum + (binOf?.length ?? 0), 0);
  const own = [roots.byteLength, feature.length * NODE_BYTES, nFeatures * 8, tableBytes];
  return {
    score: "scoreRaw",
    sizes: [...own, ensemble.vectors?.byteLength ?? 0, sets.length],
    scratchBytes: (rows) => Math.ceil(rows / 8) * 8 * Math.max(1, nFeatures) * 4,
    write(kernel) {
      const [trees, nodes, table, tables] = own.map((size) => kernel.take(size)) as [number, number, number, number];
      kernel.uint32(trees, roots.length).set(roots);
      writeNodes(kernel, ensemble, nodes);
      writeCategories(kernel, categories, table, tables);
      return {
        trees,
        nodes,
        categories: table,
        vectors: writeVectors(kernel, ensemble),
        sets: writeSets(kernel, ensemble),
      };
    },
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
