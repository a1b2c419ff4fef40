import type { ThreadTeam } from "../../../kernels/thread-team.ts";
import { deriveSeed } from "../../../random.ts";
import { type ForestMemory, layOutForest, type Slot, setTaskKey, TASK_WORDS, taskOut } from "./forest-memory.ts";
import type { ForestInput, ForestRules } from "./forest-rules.ts";
import type { ForestTree, TreeGrower } from "./forest-tree.ts";
import { rowDraw } from "./row-draw.ts";

/** Grows the trees of a forest, each by its own seed alone, so that they may be grown in any order and on any thread. */
export class ForestGrower implements TreeGrower {
  readonly #memory: ForestMemory;
  readonly #rules: ForestRules;
  readonly #classes: number;
  readonly #countsPerRow: number;

  /** @param trees that will be grown in all */
  constructor(input: ForestInput, rules: ForestRules, trees: number, team: ThreadTeam | undefined) {
    const draw = rowDraw(input, rules);
    this.#memory = layOutForest(input, rules, draw, trees, team);
    this.#rules = rules;
    this.#classes = input.classes;
    this.#countsPerRow = draw.countsPerRow;
  }

  /** Trees that are grown at once. */
  get atOnce(): number {
    return this.#memory.slots.length;
  }

  /** Trees `from` to `to` - 1, at most `atOnce`. */
  grow(from: number, to: number): ForestTree[] {
    const { kernel } = this.#memory;
    const slots = this.#memory.slots.slice(0, to - from);
    slots.forEach((slot, i) => {
      setTaskKey(kernel, slot, deriveSeed(this.#rules.seed, "forest", from + i));
    });
    kernel.each(
      "growForestTree",
      slots.map(({ task }) => [task]),
    );
    return slots.map((slot) => this.#read(slot));
  }

  #read(slot: Slot): ForestTree {
    const { kernel } = this.#memory;
    const words = kernel.uint32(slot.task, TASK_WORDS);
    const n = words[taskOut.nodes]!;
    const feature = kernel.int32(slot.feature, n).slice();
    return {
      feature,
      left: kernel.uint32(slot.left, n).slice(),
      value: kernel.float32(slot.value, n).slice(),
      flags: kernel.bytes(slot.flags, n).slice(),
      sets: kernel.bytes(slot.sets, words[taskOut.sets]! * 32).slice(),
      weights: this.#leafWeights(kernel.float32(slot.weights, n), feature),
      vectors: kernel.float32(slot.vectors, words[taskOut.vectors]! * this.#classes).slice(),
    };
  }

  #leafWeights(counts: Float32Array, feature: Int32Array): Float32Array {
    const weights = new Float32Array((feature.length + 1) / 2);
    let leaf = 0;
    for (let i = 0; i < feature.length; i++) {
      if (feature[i] === -1) weights[leaf++] = counts[i]! / this.#countsPerRow;
    }
    return weights;
  }
}
