import type { Matrix } from "../../frame/matrix.ts";
import type { ThreadTeam } from "../../kernels/thread-team.ts";
import { TrainingKernel } from "../../kernels/training-kernel.ts";
import { deriveSeed, random } from "../../random.ts";
import { type BinnedMatrix, binMatrix, binnedBytes, histogramBytesOf } from "../trees/binning.ts";
import type { BinColumns } from "../trees/bundles.ts";
import { Grower, type GrowerSize } from "../trees/grower.ts";
import type { GrownNode, GrowthRules, Sample } from "../trees/growth.ts";
import { quantumFor } from "../trees/quantum.ts";
import { writeSides } from "../trees/splitting.ts";
import { type LeafRules, withLeafValues } from "./leaf-values.ts";
import { type Loss, type LossArrays, scratchBytes } from "./losses/loss.ts";

/** What a booster learns from. Arrays are by row of X; `rows` says which take part. */
export interface BoosterInput {
  readonly X: Matrix;
  readonly columns: BinColumns;
  /** Class index, 0 or 1, or a centred and scaled value. */
  readonly targets: Float32Array;
  readonly weights: Float32Array | null;
  /** Rows to learn from, then rows that only measure the loss. */
  readonly rows: Uint32Array;
  readonly nTrain: number;
  /** Threads that help where there is enough to do. */
  readonly team?: ThreadTeam | undefined;
}

export interface BoosterRules extends GrowthRules, LeafRules {
  readonly learningRate: number;
  readonly rowSample: number;
  readonly columnSample: number;
  readonly seed: number;
}

/** Fewer bins than this are learned from faster by one thread. */
const FEWEST_SHARED = 200_000;
/** Rows of a part of the work that goes over all rows; a part leaves 16 bytes of results. */
const ROW_PART = 32768;
const NONE: readonly never[] = [];
const NODE_BYTES = 12;
const LEAF = 0xffffffff;

/** Grows one round of trees after the other. Scores, gradients and bins stay in the kernel's memory. */
export class Booster {
  readonly start: readonly number[];
  /** Trees of each round, one an output; leaf values include the learning rate. */
  readonly rounds: GrownNode[][][] = [];
  readonly #loss: Loss;
  readonly #rules: BoosterRules;
  readonly #kernel: TrainingKernel;
  readonly #binned: BinnedMatrix;
  readonly #arrays: LossArrays;
  readonly #grower: Grower;
  readonly #nTrain: number;
  readonly #outcomes: number;
  readonly #nodes: number;
  readonly #tables: number;
  readonly #quantum: number;
  readonly #measuredWeight: number;
  readonly #topWeight: number;

  constructor(input: BoosterInput, loss: Loss, rules: BoosterRules) {
    const { X, rows, nTrain } = input;
    const { bins: features, features: sources } = input.columns;
    const n = rows.length;
    this.#loss = loss;
    this.#rules = rules;
    this.#nTrain = nTrain;
    this.#quantum = quantumFor(nTrain);
    const team = n * features.length >= FEWEST_SHARED ? input.team : undefined;
    const size = growerSize(nTrain, features, loss.outputs, rules, team?.size ?? 1);
    this.#kernel = new TrainingKernel(bytesFor(n, features, loss.outputs, rules, size), team);
    this.#binned = binMatrix(this.#kernel, X, rows, features, sources);
    this.#outcomes = this.#kernel.take(outcomeBytes(n, this.#kernel.threads));
    this.#nodes = this.#kernel.take(nodesOf(rules) * NODE_BYTES);
    this.#tables = this.#kernel.take(nodesOf(rules) * 256);
    const weightsAt = input.weights === null ? 0 : this.#kernel.take(((n + 3) & ~3) * 4);
    const weights = input.weights === null ? null : this.#gather(weightsAt, rows, input.weights);
    const ofTrain = weights && { address: weightsAt, values: weights.subarray(0, nTrain) };
    this.#grower = new Grower(this.#binned, rules, size, ofTrain);
    this.#arrays = this.#takeArrays(n, weightsAt);
    const targets = this.#gather(this.#arrays.targets, rows, input.targets);
    this.start = loss.start(targets.subarray(0, nTrain), weights?.subarray(0, nTrain) ?? null);
    this.start.forEach((score, k) => {
      this.#kernel.float32(this.#arrays.scores + k * this.#arrays.pitch * 4, n).fill(score);
    });
    this.#topWeight = weights === null ? 1 : weights.reduce((top, w) => Math.max(top, w), 0);
    this.#measuredWeight = weights === null ? n - nTrain : weights.subarray(nTrain).reduce((sum, w) => sum + w, 0);
  }

  /** Grows a round. @returns false where no tree found a split, so that further rounds over the same rows would not either */
  step(): boolean {
    const round = this.rounds.length;
    this.#loss.gradients(this.#kernel, this.#arrays, this.#nTrain);
    const trees: GrownNode[][] = [];
    for (let from = 0; from < this.#loss.outputs; from += this.#grower.trees) {
      trees.push(...this.#growSome(round, from, Math.min(this.#loss.outputs, from + this.#grower.trees)));
    }
    this.rounds.push(trees);
    const isSampled = this.#rules.rowSample < 1 || this.#rules.columnSample < 1;
    return isSampled || trees.some((nodes) => nodes.length > 1);
  }

  /** Takes up rounds that an equal booster grew: scores are sums in the order of rounds, so they come out to the bit. */
  restore(rounds: readonly (readonly (readonly GrownNode[])[])[]): void {
    for (const trees of rounds) {
      this.rounds.push(trees.map((tree) => [...tree]));
      trees.forEach((tree, output) => {
        if (tree.length > 1) this.#addToScores(tree, this.#arrays.scores + output * this.#arrays.pitch * 4, null);
      });
    }
  }

  /** Whether there are rows that are only measured. */
  get isMeasured(): boolean {
    return this.#nTrain < this.#binned.nRows;
  }

  /** Mean loss of the rows that are only measured. */
  measuredLoss(): number {
    const sum = this.#loss.sum(this.#kernel, this.#arrays, this.#nTrain, this.#binned.nRows);
    return sum / this.#measuredWeight;
  }

  /** The trees of outputs [from, to), which grow at once. */
  #growSome(round: number, from: number, to: number): GrownNode[][] {
    const samples = Array.from({ length: to - from }, (_, k) => this.#sampleFor(round, from + k, k));
    return this.#grower.grow(samples).map((nodes, k) => this.#finish(nodes, samples[k]!, from + k, k));
  }

  #sampleFor(round: number, output: number, tree: number): Sample {
    const { seed, columnSample } = this.#rules;
    const [g, h] = this.#columnsOf(output);
    const [gScale, hScale] = this.#scalesOf(g, h);
    return {
      ...this.#round(g, h, gScale, hScale, round, output, tree),
      gUnit: 1 / gScale,
      hUnit: 1 / hScale,
      features: sampleColumns(this.#binned.features.length, columnSample, deriveSeed(seed, "columns", round, output)),
    };
  }

  /** Gives leaves their values and adds them to the scores. @param tree its number among those that grow at once */
  #finish(nodesGrown: readonly GrownNode[], sample: Sample, output: number, tree: number): GrownNode[] {
    const { learningRate } = this.#rules;
    const [, , scores] = this.#columnsOf(output);
    const n = sample.lists.reduce((sum, list) => sum + list.n, 0);
    const readsLeaves = this.#loss.leafRefit !== undefined || this.#rules.refitLeaves;
    const grown = readsLeaves ? this.#grower.gather(nodesGrown, tree) : nodesGrown;
    const isStump = grown.length === 1;
    const [topG, topH] = [this.#quantum * sample.gUnit, this.#quantum * sample.hUnit];
    const rows = { arrays: this.#arrays, output, n, topG, topH };
    const nodes = withLeafValues(this.#kernel, this.#loss, { ...rows, topWeight: this.#topWeight }, this.#rules, grown);
    // Written out, not spread: small trees are made of little else. Where entries lay is of no use once the next tree moves them.
    const finished = nodes.map((node): GrownNode => {
      if (!node.leaf) return node;
      const value = isStump ? 0 : Math.fround(node.value * learningRate);
      return { leaf: true, value, weight: node.weight, lists: NONE, isReversed: node.isReversed, n: node.n };
    });
    if (!isStump) this.#addToScores(finished, scores, n === this.#nTrain ? nodes : null);
    return finished;
  }

  /** Addresses of an output's gradients, hessians and scores. */
  #columnsOf(output: number): readonly [g: number, h: number, scores: number] {
    const { g, h, pitch, scores } = this.#arrays;
    const offset = output * pitch * 4;
    return [g + offset, h + offset, scores + offset];
  }

  /** @param holders the nodes in whose lists all rows that grew the tree lie; all other rows walk down */
  #addToScores(nodes: readonly GrownNode[], scores: number, holders: readonly GrownNode[] | null): void {
    const { rows, stride, nRows } = this.#binned;
    if (holders !== null) {
      const parts: number[][] = [];
      holders.forEach((holder, i) => {
        const node = nodes[i]!;
        if (!holder.leaf || !node.leaf) return;
        for (const { entries, n } of holder.lists) parts.push([entries, n, scores, node.value]);
      });
      this.#eachOf(this.#nTrain, "addToLeaf", parts);
      if (nRows === this.#nTrain) return;
    }
    const words = this.#kernel.uint32(this.#nodes, nodes.length * 3);
    const floats = this.#kernel.float32(this.#nodes, nodes.length * 3);
    const tables = this.#kernel.bytes(this.#tables, nodes.length * 256);
    nodes.forEach((node, i) => {
      if (node.leaf) {
        words[3 * i] = LEAF;
        floats[3 * i + 2] = node.value;
        return;
      }
      words[3 * i] = node.split.feature;
      words[3 * i + 1] = node.left;
      writeSides(tables, i * 256, node.split, node.missingLeft);
    });
    const from = holders === null ? 0 : this.#nTrain;
    const parts = partsOf(from, nRows).map(([start, end]) => [
      ...[rows, stride, start, end, this.#nodes, this.#tables, scores],
    ]);
    this.#eachOf(nRows - from, "addTree", parts);
  }

  /** Shared where there are rows enough. */
  #eachOf(nRows: number, name: "addToLeaf" | "addTree" | "roundRows", parts: readonly (readonly number[])[]): void {
    if (nRows >= FEWEST_ROWS_SHARED) this.#kernel.each(name, parts);
    else for (const part of parts) this.#kernel.invoke(name, part);
  }

  /** The largest magnitudes of g and h become `quantum`. */
  #scalesOf(g: number, h: number): readonly [number, number] {
    const parts = partsOf(0, this.#nTrain).map(([from, to], i) => [g, h, from, to, this.#outcomes + 16 * i]);
    this.#kernel.each("largestMagnitudes", parts);
    const tops = this.#kernel.float32(this.#outcomes, parts.length * 4);
    const scaleOf = (offset: number): number => {
      let top = 0;
      for (let i = offset; i < tops.length; i += 4) top = Math.max(top, tops[i]!);
      return top > 1e-30 ? Math.fround(this.#quantum / top) : 1;
    };
    return [scaleOf(0), scaleOf(1)];
  }

  /** Rows as entries, in the ranges that the grower's threads own; rounding is by a hash of (seed, round, output, row). */
  #round(g: number, h: number, gScale: number, hScale: number, round: number, output: number, tree: number): Rounded {
    const { seed, rowSample } = this.#rules;
    const { ranges } = this.#grower;
    const entries = this.#grower.entriesOf(tree);
    const key = deriveSeed(seed, "rounding", round, output);
    const rowKey = deriveSeed(seed, "rows", round);
    const below = rowSample < 1 ? Math.floor(rowSample * 4294967296) : 0xffffffff;
    const parts = ranges
      .slice(1)
      .map((to, i) => [
        ...[g, h, ranges[i]!, to, key, gScale, hScale, entries, rowKey, below, this.#outcomes + 16 * i],
      ]);
    this.#eachOf(this.#nTrain, "roundRows", parts);
    const words = this.#kernel.int32(this.#outcomes, parts.length * 4);
    let [gradient, hessian] = [0, 0];
    const lists = parts.map((_, i) => {
      hessian += words[i * 4 + 2]! >>> 0;
      gradient += words[i * 4 + 3]!;
      return { entries: entries + ranges[i]! * 8, n: words[i * 4]! };
    });
    return { lists, gradient, hessian };
  }

  #takeArrays(n: number, weights: number): LossArrays {
    const pitch = (n + 3) & ~3;
    const columns = pitch * this.#loss.outputs * 4;
    const taken = {
      pitch,
      scores: this.#kernel.take(columns),
      targets: this.#kernel.take(pitch * 4),
      weights,
      scratch: this.#kernel.take(scratchBytes(n, this.#rules.maxLeaves)),
      parameter: 0,
    };
    if (readsLater(this.#loss.outputs, this.#rules)) {
      return { ...taken, g: this.#kernel.take(columns), h: this.#kernel.take(columns) };
    }
    const spare = this.#grower.spareOf(0);
    return { ...taken, g: spare, h: spare + ((this.#nTrain + 3) & ~3) * 4 };
  }

  #gather(address: number, rows: Uint32Array, values: Float32Array): Float32Array {
    const target = this.#kernel.float32(address, rows.length);
    for (let i = 0; i < rows.length; i++) target[i] = values[rows[i]!]!;
    return target;
  }
}

/** Whether gradients are read after the first tree of a round has grown; else they lie where its entries will be moved to. */
function readsLater(outputs: number, rules: BoosterRules): boolean {
  return outputs > 1 || rules.refitLeaves;
}

type Rounded = Pick<Sample, "lists" | "gradient" | "hessian">;

/** Rows from which on handing a part to another thread costs less than it saves. */
const FEWEST_ROWS_SHARED = 16384;

/** Consecutive ranges of rows that cover [from, to). */
function partsOf(from: number, to: number): (readonly [number, number])[] {
  const parts: [number, number][] = [];
  for (let start = from; start < to; start += ROW_PART) parts.push([start, Math.min(to, start + ROW_PART)]);
  return parts;
}

function outcomeBytes(n: number, threads: number): number {
  return 16 * Math.max(threads, Math.ceil(n / ROW_PART));
}

function sampleColumns(nFeatures: number, share: number, seed: number): Uint32Array {
  const all = Uint32Array.from({ length: nFeatures }, (_, f) => f);
  if (share >= 1 || nFeatures === 0) return all;
  // Upwards: of two or three columns none is left out unless it is asked for.
  const kept = Math.max(1, Math.ceil(share * nFeatures - 1e-9));
  return random(seed).shuffle(all).slice(0, kept).sort();
}

function nodesOf({ maxLeaves }: GrowthRules): number {
  return 2 * maxLeaves - 1;
}

function growerSize(
  nRows: number,
  features: BinColumns["bins"],
  outputs: number,
  { maxLeaves }: BoosterRules,
  threads: number,
): GrowerSize {
  const one = { nRows, nFeatures: features.length, histogramBytes: histogramBytesOf(features), maxLeaves, threads };
  return { ...one, trees: Grower.treesAtOnce(outputs, one) };
}

function bytesFor(
  n: number,
  features: BinColumns["bins"],
  outputs: number,
  rules: BoosterRules,
  size: GrowerSize,
): number {
  const { bytesFor: one } = TrainingKernel;
  return (
    binnedBytes(n, features) +
    Grower.bytes(size) +
    (readsLater(outputs, rules) ? 3 : 1) * one((n + 3) * outputs * 4) +
    2 * one((n + 3) * 4) +
    one(outcomeBytes(n, size.threads)) +
    one(scratchBytes(n, rules.maxLeaves)) +
    one(nodesOf(rules) * NODE_BYTES) +
    one(nodesOf(rules) * 256)
  );
}
