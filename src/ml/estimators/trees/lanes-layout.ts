import type { PredictingKernel } from "../../kernels/predicting-kernel.ts";
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

const CATEGORICAL = 2;
const MISSING_LEFT = 1;
const TREE_WORDS = 16;
/** Leaves are numbered in a byte. */
const MOST_LEAVES = 256;
const MOST_SLOTS = 65535;

/**
 * Trees as lists of splits, from the leaves to the root, for `scoreLanes`; null where trees are too large for it.
 * @see Ye, Zhou, Zou, Gao and Zhang, RapidScorer (2018), for scoring many rows by looking at every split
 */
export function lanesLayout(ensemble: Ensemble, slots: EnsembleSlots): EnsembleLayout | null {
  const counts = countTrees(ensemble);
  const nTrees = ensemble.roots.length - 1;
  if (counts.mostLeaves > MOST_LEAVES) return null;
  const nSlots = slots.count + counts.mostSets;
  if (nSlots > MOST_SLOTS) return null;
  const tables = slotTableSizes(slots);
  const { nodes, leaves, sets } = counts;
  const own = [nTrees * TREE_WORDS * 4, (nodes - leaves) * 8, sets * 8, leaves * 4, leaves * 8];
  const reachedBytes = (2 * counts.mostLeaves - 1) * 64;
  return {
    score: "scoreLanes",
    sizes: [...tables, ...own, ensemble.vectors?.byteLength ?? 0, ensemble.sets.length],
    scratchBytes: (rows) => reachedBytes + blockBytes(rows, nSlots),
    write(kernel) {
      const features = writeSlotTable(kernel, slots, tables);
      const at = own.map((size) => kernel.take(size)) as Addresses;
      const vectors = writeVectors(kernel, ensemble);
      const writer = new LanesWriter(kernel, ensemble, slots, at, writeSets(kernel, ensemble));
      for (let t = 0; t < nTrees; t++) writer.writeTree(t);
      return { features, slots: nSlots, trees: at[0], vectors, reachedBytes };
    },
  };
}

interface TreeCounts {
  readonly nodes: number;
  readonly leaves: number;
  readonly sets: number;
  readonly mostLeaves: number;
  /** Most categorical splits of one tree. */
  readonly mostSets: number;
}

function countTrees({ roots, feature, flags }: Ensemble): TreeCounts {
  let [leaves, sets, mostLeaves, mostSets] = [0, 0, 0, 0];
  for (let t = 0; t + 1 < roots.length; t++) {
    let [own, ownSets] = [0, 0];
    for (let i = roots[t]!; i < roots[t + 1]!; i++) {
      if (feature[i] === -1) own++;
      else if ((flags[i]! & CATEGORICAL) !== 0) ownSets++;
    }
    leaves += own;
    sets += ownSets;
    mostLeaves = Math.max(mostLeaves, own);
    mostSets = Math.max(mostSets, ownSets);
  }
  return { nodes: feature.length, leaves, sets, mostLeaves, mostSets };
}

/** Addresses of: trees, splits, look-ups of sets, leaves that have to be written, leaves' values. */
type Addresses = [number, number, number, number, number];

/** Writes tree after tree; what it has written so far is where the next one goes on. */
class LanesWriter {
  readonly #kernel: PredictingKernel;
  readonly #words: Uint32Array;
  readonly #ensemble: Ensemble;
  readonly #slots: EnsembleSlots;
  readonly #numbers: readonly ReadonlyMap<number, number>[];
  readonly #trees: number;
  #splits: number;
  #lookups: number;
  #ends: number;
  #leaves: number;
  #set: number;

  constructor(kernel: PredictingKernel, ensemble: Ensemble, slots: EnsembleSlots, at: Addresses, sets: number) {
    this.#kernel = kernel;
    this.#words = kernel.uint32(0, kernel.memory.buffer.byteLength / 4);
    this.#ensemble = ensemble;
    this.#slots = slots;
    this.#numbers = thresholdNumbers(slots);
    [this.#trees, this.#splits, this.#lookups, this.#ends, this.#leaves] = at;
    this.#set = sets;
  }

  writeTree(t: number): void {
    const { roots, feature, left } = this.#ensemble;
    const [root, end] = [roots[t]!, roots[t + 1]!];
    const first = this.#numberLeaves(root, end);
    const virtual = this.#writeLookups(root, end);
    const isPair = (i: number): boolean =>
      feature[i] !== -1 && feature[root + left[i]!] === -1 && feature[root + left[i]! + 1] === -1;
    const pairs = this.#splits;
    const inPair = new Uint8Array(end - root);
    for (let i = root; i < end; i++) {
      if (!isPair(i)) continue;
      this.#writeSplit(i, root, virtual, first[left[i]!]!);
      inPair.fill(1, left[i]!, left[i]! + 2);
    }
    const others = this.#splits;
    for (let i = end - 1; i >= root; i--) if (feature[i] !== -1 && !isPair(i)) this.#writeSplit(i, root, virtual, 0);
    const ends = this.#ends;
    for (let i = root; i < end; i++) {
      if (feature[i] === -1 && inPair[i - root] === 0) this.#writeEnd((i - root) * 64, first[i - root]!);
    }
    this.#words.set(
      [
        ...[pairs, (others - pairs) / 8, others, (this.#splits - others) / 8, this.#lookups - virtual.size * 8],
        ...[virtual.size, ends, (this.#ends - ends) / 4, this.#writeLeaves(root, end, first)],
      ],
      this.#trees / 4 + t * TREE_WORDS,
    );
  }

  /** By node of the tree: its number among the leaves, from left to right. */
  #numberLeaves(root: number, end: number): Uint16Array {
    const { feature, left } = this.#ensemble;
    const numbers = new Uint16Array(end - root);
    const stack = [0];
    let next = 0;
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (feature[root + node] === -1) numbers[node] = next++;
      else stack.push(left[root + node]! + 1, left[root + node]!);
    }
    return numbers;
  }

  /** Categorical splits read slots of their own, which look-ups fill. @returns slot by node */
  #writeLookups(root: number, end: number): ReadonlyMap<number, number> {
    const { feature, flags } = this.#ensemble;
    const virtual = new Map<number, number>();
    for (let i = root; i < end; i++) {
      if ((flags[i]! & CATEGORICAL) === 0) continue;
      const slot = this.#slots.count + virtual.size;
      virtual.set(i, slot);
      const at = this.#lookups / 4;
      this.#words[at] = this.#slots.features[feature[i]!]!.left | (slot << 16);
      this.#words[at + 1] = this.#set;
      this.#lookups += 8;
      this.#set += 32;
    }
    return virtual;
  }

  #writeSplit(i: number, root: number, virtual: ReadonlyMap<number, number>, firstLeaf: number): void {
    const { feature, flags, left, value } = this.#ensemble;
    const f = feature[i]!;
    const slots = this.#slots.features[f]!;
    // A look-up gives 0 to the right and -1 to the left.
    let [slot, threshold] = [virtual.get(i) ?? 0, -1];
    if (slots.kind === "numeric") {
      slot = (flags[i]! & MISSING_LEFT) !== 0 ? slots.left : slots.right;
      threshold = this.#numbers[f]!.get(value[i]!)! - 128;
    }
    const at = this.#splits / 4;
    this.#words[at] = slot | (((i - root) * 64) << 16);
    this.#words[at + 1] = (threshold & 255) | (firstLeaf << 8) | ((left[i]! * 64) << 16);
    this.#splits += 8;
  }

  #writeEnd(place: number, leaf: number): void {
    this.#words[this.#ends / 4] = place | (leaf << 16);
    this.#ends += 4;
  }

  #writeLeaves(root: number, end: number, numbers: Uint16Array): number {
    const { feature, left, value, vectors } = this.#ensemble;
    const address = this.#leaves;
    const leaves = (numbers.length + 1) / 2;
    const values = this.#kernel.float64(address, leaves);
    const words = this.#kernel.uint32(address, leaves * 2);
    for (let i = root; i < end; i++) {
      if (feature[i] !== -1) continue;
      const number = numbers[i - root]!;
      if (vectors === null) values[number] = value[i]!;
      else words[2 * number] = left[i]!;
    }
    this.#leaves += leaves * 8;
    return address;
  }
}
