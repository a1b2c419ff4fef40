import type { Ensemble } from "./ensemble.ts";
import { type EnsembleSlots, thresholdNumbers } from "./feature-slots.ts";
import {
  blockBytes,
  type EnsembleLayout,
  slotTableSizes,
  writeSets,
  writeSlotTable,
  writeVectors,
} from "./scoring-task.ts";

const MISSING_LEFT = 1;
const CATEGORICAL = 2;
const CATEGORICAL_NODE = 1 << 8;
/** A slot's offset in a block has 24 bits. */
const MOST_SLOTS = (1 << 24) / 64;

/** Nodes of 8 bytes over binned rows, for `scoreWalk`; null where there are too many features for it. */
export function walkLayout(ensemble: Ensemble, slots: EnsembleSlots): EnsembleLayout | null {
  if (slots.count > MOST_SLOTS) return null;
  const { roots, feature, sets } = ensemble;
  const tables = slotTableSizes(slots);
  const own = [roots.byteLength, feature.length * 8, feature.length * 4, sets.length > 0 ? feature.length * 4 : 0];
  return {
    score: "scoreWalk",
    sizes: [...tables, ...own, ensemble.vectors?.byteLength ?? 0, sets.length],
    scratchBytes: (rows) => blockBytes(rows, slots.count),
    write(kernel) {
      const features = writeSlotTable(kernel, slots, tables);
      const [trees, nodes, values, setOf] = own.map((size) => kernel.take(size)) as [number, number, number, number];
      kernel.uint32(trees, roots.length).set(roots);
      writeNodes(ensemble, slots, kernel.uint32(nodes, feature.length * 2));
      writeValues(ensemble, kernel.float32(values, feature.length), kernel.uint32(values, feature.length));
      if (sets.length > 0) writeSetNumbers(ensemble, kernel.uint32(setOf, feature.length));
      const vectors = writeVectors(kernel, ensemble);
      const setsAt = writeSets(kernel, ensemble);
      const ofSets = { sets: setsAt, setOf: sets.length > 0 ? setOf : 0 };
      return { features, slots: slots.count, trees, nodes, values, vectors, ...ofSets };
    },
  };
}

function writeNodes({ roots, feature, left, value, flags }: Ensemble, slots: EnsembleSlots, words: Uint32Array): void {
  const numbers = thresholdNumbers(slots);
  for (let t = 0; t + 1 < roots.length; t++) {
    for (let i = roots[t]!; i < roots[t + 1]!; i++) {
      const f = feature[i]!;
      if (f === -1) {
        words[2 * i] = i;
        words[2 * i + 1] = 127;
        continue;
      }
      words[2 * i] = roots[t]! + left[i]!;
      const own = slots.features[f]!;
      if (own.kind === "categorical") words[2 * i + 1] = (own.left << 14) | CATEGORICAL_NODE;
      else {
        const slot = (flags[i]! & MISSING_LEFT) !== 0 ? own.left : own.right;
        words[2 * i + 1] = (slot << 14) | ((numbers[f]!.get(value[i]!)! - 128) & 255);
      }
    }
  }
}

/** A leaf's value or, where leaves are vectors, its vector. */
function writeValues({ feature, left, value, vectors }: Ensemble, floats: Float32Array, words: Uint32Array): void {
  for (let i = 0; i < feature.length; i++) {
    if (feature[i] !== -1) continue;
    if (vectors === null) floats[i] = value[i]!;
    else words[i] = left[i]!;
  }
}

function writeSetNumbers({ flags }: Ensemble, numbers: Uint32Array): void {
  let next = 0;
  for (let i = 0; i < flags.length; i++) if ((flags[i]! & CATEGORICAL) !== 0) numbers[i] = next++;
}
