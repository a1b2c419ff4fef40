import type { Matrix } from "../../frame/matrix.ts";
import type { ThreadTeam } from "../../kernels/thread-team.ts";
import { TrainingKernel } from "../../kernels/training-kernel.ts";
import { deriveSeed, random } from "../../random.ts";
import type { ForestTree, TreeGrower } from "../trees/forest/forest-tree.ts";
import { meanPathLength } from "./mean-path-length.ts";
import type { RowSampler } from "./row-sampler.ts";

/** Trees are short work: a thread takes one of so many, as far as their samples have room. */
const MOST_AT_ONCE = 32;
const MOST_SAMPLE_BYTES = 1 << 26;
const TASK_WORDS = 16;
const KEY_WORD = 3;
const NODES_WORD = 14;

/** What the trees are grown of. */
export interface IsolationInput {
  readonly X: Matrix;
  readonly sampler: RowSampler;
  /** Samples of a tree. */
  readonly size: number;
  /** Most splits on a path. */
  readonly deepest: number;
  readonly seed: number;
}

type Slot = { readonly [K in keyof ReturnType<typeof sizesOf>]: number };

/** Grows isolation trees, each over samples of its own that are copied next to each other. */
export class IsolationGrower implements TreeGrower {
  readonly atOnce: number;
  readonly #input: IsolationInput;
  readonly #kernel: TrainingKernel;
  readonly #slots: readonly Slot[];

  /** @param trees that will be grown in all */
  constructor(input: IsolationInput, trees: number, team: ThreadTeam | undefined) {
    const { X, size } = input;
    const sizes = sizesOf(size, X.nFeatures);
    this.atOnce = Math.max(1, Math.min(trees, MOST_AT_ONCE, Math.floor(MOST_SAMPLE_BYTES / (sizes.samples + 1))));
    const { bytesFor } = TrainingKernel;
    const slotBytes = Object.values(sizes).reduce((sum, one) => sum + bytesFor(one), 0);
    this.#input = input;
    this.#kernel = new TrainingKernel(this.atOnce * slotBytes + bytesFor((size + 1) * 8), team);
    const lengths = this.#kernel.take((size + 1) * 8);
    this.#kernel.float64(lengths, size + 1).set(Float64Array.from({ length: size + 1 }, (_, n) => meanPathLength(n)));
    this.#slots = Array.from({ length: this.atOnce }, () => this.#slot(sizes, lengths));
  }

  grow(from: number, to: number): ForestTree[] {
    const slots = this.#slots.slice(0, to - from);
    slots.forEach((slot, i) => {
      this.#fill(slot, from + i);
    });
    this.#kernel.each(
      "growIsolationTree",
      slots.map(({ task }) => [task]),
    );
    return slots.map((slot) => this.#read(slot));
  }

  #slot(sizes: ReturnType<typeof sizesOf>, lengths: number): Slot {
    const { X, size, deepest } = this.#input;
    const slot = Object.fromEntries(Object.entries(sizes).map(([name, one]) => [name, this.#kernel.take(one)])) as Slot;
    const { samples, rows, spare, queue, order, feature, left, value, weights } = slot;
    this.#kernel
      .uint32(slot.task, TASK_WORDS)
      .set([
        ...[samples, size, X.nFeatures, 0, deepest, rows, spare, queue, order, lengths],
        ...[feature, left, value, weights],
      ]);
    return slot;
  }

  #fill(slot: Slot, tree: number): void {
    const { X, sampler, size, seed } = this.#input;
    const { values, nFeatures, nSamples } = X;
    const rows = sampler.draw(size, random(seed, "isolation sample", tree));
    const samples = this.#kernel.float32(slot.samples, size * nFeatures);
    for (let f = 0; f < nFeatures; f++) {
      for (let i = 0; i < size; i++) samples[i * nFeatures + f] = values[f * nSamples + rows[i]!]!;
    }
    this.#kernel.uint32(slot.task, TASK_WORDS)[KEY_WORD] = deriveSeed(seed, "isolation tree", tree);
  }

  #read(slot: Slot): ForestTree {
    const n = this.#kernel.uint32(slot.task, TASK_WORDS)[NODES_WORD]!;
    const feature = this.#kernel.int32(slot.feature, n).slice();
    const weights = this.#kernel.float32(slot.weights, n).filter((_, i) => feature[i] === -1);
    return {
      feature,
      left: this.#kernel.uint32(slot.left, n).slice(),
      value: this.#kernel.float32(slot.value, n).slice(),
      flags: new Uint8Array(n),
      sets: new Uint8Array(),
      weights,
      vectors: new Float32Array(),
    };
  }
}

function sizesOf(size: number, nFeatures: number) {
  const nodes = 2 * size;
  return {
    task: TASK_WORDS * 4,
    samples: size * nFeatures * 4,
    rows: size * 4,
    spare: size * 4,
    queue: nodes * 12,
    order: nFeatures * 4,
    feature: nodes * 4,
    left: nodes * 4,
    value: nodes * 4,
    weights: nodes * 4,
  };
}
