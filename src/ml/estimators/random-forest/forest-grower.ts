import type { Matrix } from "../../frame/matrix.ts";
import { TrainingKernel } from "../../kernels/training-kernel.ts";
import { deriveSeed, random } from "../../random.ts";
import { type BinnedMatrix, binMatrix, binnedBytes, type FeatureBins } from "../trees/binning.ts";
import type { EnsembleBuilder } from "../trees/ensemble.ts";
import { GrowingArray } from "../trees/growing-array.ts";
import { quantumFor } from "../trees/quantum.ts";

/** What a forest learns from: rows of X, with a class each (classes > 0) or a value in [-top, top]. */
export interface ForestInput {
  readonly X: Matrix;
  readonly features: readonly FeatureBins[];
  readonly rows: Uint32Array;
  /** By row of X. */
  readonly targets: Float32Array;
  /** Number of classes whose shares a leaf holds; 0 where it holds the mean target. */
  readonly classes: number;
  /** By row of X: how likely a row is drawn, relative to others; null: all alike. */
  readonly weights: Float64Array | null;
}

export interface ForestRules {
  readonly minSamplesLeaf: number;
  readonly maxDepth: number | null;
  /** Features tried at each split. */
  readonly featuresPerSplit: number;
  /** Rows drawn for each tree, with replacement. */
  readonly draws: number;
  readonly seed: number;
}

type Addresses = Record<keyof ReturnType<typeof sizesOf>, number>;

const TASK_WORDS = 24;
const NODE_BYTES = 24;

/** Grows the trees of a forest, each from rows drawn by its own seed, so that trees may be grown in any order. */
export class ForestGrower {
  readonly #kernel: TrainingKernel;
  readonly #binned: BinnedMatrix;
  readonly #rules: ForestRules;
  readonly #classes: number;
  readonly #n: number;
  readonly #task: number;
  readonly #at: Addresses;
  readonly #cumulated: Float64Array | null;

  constructor(input: ForestInput, rules: ForestRules) {
    const n = input.rows.length;
    const sizes = sizesOf(n, input.features, input.classes);
    const { bytesFor } = TrainingKernel;
    const total = Object.values(sizes).reduce((sum, size) => sum + bytesFor(size), bytesFor(TASK_WORDS * 4));
    this.#kernel = new TrainingKernel(total + binnedBytes(n, input.features));
    this.#n = n;
    this.#rules = rules;
    this.#classes = input.classes;
    this.#binned = binMatrix(this.#kernel, input.X, input.rows, input.features);
    this.#task = this.#kernel.take(TASK_WORDS * 4);
    this.#at = Object.fromEntries(
      Object.entries(sizes).map(([name, size]) => [name, this.#kernel.take(size)]),
    ) as Addresses;
    this.#cumulated = input.weights === null ? null : cumulate(input.weights, input.rows);
    this.#writeTargets(input);
    this.#writeTask(input);
  }

  /** Grows tree t into the builder; vectors of impure leaves are appended to `vectors`. */
  growInto(builder: EnsembleBuilder, vectors: LeafVectors, t: number): void {
    this.#draw(t);
    const words = this.#kernel.uint32(this.#task, TASK_WORDS);
    words[14] = deriveSeed(this.#rules.seed, "forest", t);
    const order = this.#kernel.uint32(this.#at.order, this.#binned.features.length);
    for (let f = 0; f < order.length; f++) order[f] = f;
    const count = this.#kernel.call.growForestTree(this.#task);
    const nodes = this.#kernel.int32(this.#at.nodes, count * 6);
    const values = this.#kernel.float64(this.#at.nodes, count * 3);
    const sets = this.#kernel.bytes(this.#at.sets, words[22]! * 32);
    const shares = this.#kernel.float32(this.#at.vectors, words[23]! * this.#classes);
    for (let i = 0; i < count; i++) {
      const feature = nodes[i * 6]!;
      const left = nodes[i * 6 + 3]!;
      if (feature < 0) {
        if (this.#classes === 0) builder.addLeaf(values[i * 3 + 2]!, 0, nodes[i * 6 + 1]!);
        else builder.addLeaf(0, vectors.indexOf(shares, left * this.#classes), nodes[i * 6 + 1]!);
        continue;
      }
      const bin = nodes[i * 6 + 1]!;
      const flags = nodes[i * 6 + 2]!;
      const set = (flags & 2) === 0 ? null : sets.subarray(bin * 32, bin * 32 + 32);
      builder.addSplit(feature, bin, set, (flags & 1) !== 0, left);
    }
    builder.endTree();
  }

  /** How often each row is drawn. */
  #draw(t: number): void {
    const counts = new Uint16Array(this.#kernel.memory.buffer, this.#at.counts, this.#n);
    const draw = random(this.#rules.seed, "bootstrap", t);
    counts.fill(0);
    for (let i = 0; i < this.#rules.draws; i++) {
      const row = this.#cumulated === null ? draw.integer(this.#n) : find(this.#cumulated, draw.next());
      if (counts[row]! < 65535) counts[row] = counts[row]! + 1;
    }
  }

  #writeTargets({ rows, targets, classes }: ForestInput): void {
    const floats = this.#kernel.float32(this.#at.targets, rows.length);
    const whole = new Int16Array(this.#kernel.memory.buffer, this.#at.values, rows.length);
    let top = 0;
    for (let i = 0; i < rows.length; i++) {
      floats[i] = targets[rows[i]!]!;
      top = Math.max(top, Math.abs(floats[i]!));
    }
    const scale = classes > 0 || top === 0 ? 1 : quantumFor(this.#rules.draws) / top;
    for (let i = 0; i < rows.length; i++) whole[i] = Math.round(floats[i]! * scale);
  }

  #writeTask({ features, classes }: ForestInput): void {
    const bins = this.#kernel.uint32(this.#at.bins, features.length);
    features.forEach((one, f) => {
      bins[f] = (one.bins | (one.kind === "categorical" ? 0x80000000 : 0)) >>> 0;
    });
    const { minSamplesLeaf, maxDepth, featuresPerSplit } = this.#rules;
    const at = this.#at;
    this.#kernel
      .uint32(this.#task, TASK_WORDS)
      .set([
        ...[
          this.#binned.columns,
          this.#n,
          features.length,
          at.bins,
          at.counts,
          at.values,
          at.targets,
          at.list,
          this.#binned.rows,
        ],
        ...[at.spare, classes, featuresPerSplit, minSamplesLeaf, maxDepth ?? 0x7fffffff, 0, at.nodes, at.sets],
        ...[at.vectors, at.stack, at.order, at.cells, at.levels],
      ]);
  }
}

/** Distinct leaf distributions: one for each pure class, the others as they come. */
export class LeafVectors {
  readonly #classes: number;
  readonly #shares = new GrowingArray(Float32Array);

  constructor(classes: number) {
    this.#classes = classes;
    for (let k = 0; k < classes; k++) {
      const pure = new Float32Array(classes);
      pure[k] = 1;
      this.#shares.append(pure);
    }
  }

  /** The index of the distribution that starts at `from`; it is copied if it is new. */
  indexOf(shares: Float32Array, from: number): number {
    for (let k = 0; k < this.#classes; k++) if (shares[from + k] === 1) return k;
    this.#shares.append(shares.subarray(from, from + this.#classes));
    return this.#shares.length / this.#classes - 1;
  }

  /** (nVectors, classes) row-major. */
  toArray(): Float32Array {
    return this.#shares.toArray();
  }
}

function sizesOf(n: number, features: readonly FeatureBins[], classes: number) {
  return {
    bins: features.length * 4,
    counts: n * 2,
    values: n * 2,
    targets: n * 4,
    list: (n + 1) * 8,
    spare: (n + 1) * 8,
    nodes: 2 * n * NODE_BYTES,
    sets: features.some(({ kind }) => kind === "categorical") ? (n + 1) * 32 : 64,
    vectors: n * classes * 4,
    stack: (n + 2) * 16,
    order: features.length * 4,
    cells: 256 * Math.max(8, classes * 4),
    levels: 6144 + 2 * classes * 4,
  };
}

function cumulate(weights: Float64Array, rows: Uint32Array): Float64Array {
  const top = rows.reduce((most, row) => Math.max(most, weights[row]!), 0);
  const sums = new Float64Array(rows.length);
  let sum = 0;
  rows.forEach((row, i) => {
    sum += weights[row]! / top;
    sums[i] = sum;
  });
  return sums;
}

/** The first row whose cumulated weight is above `share` of the whole. */
function find(cumulated: Float64Array, share: number): number {
  const goal = share * cumulated[cumulated.length - 1]!;
  let low = 0;
  let high = cumulated.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulated[middle]! > goal) high = middle;
    else low = middle + 1;
  }
  return low;
}
