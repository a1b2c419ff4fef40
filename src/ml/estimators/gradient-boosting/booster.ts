import type { Matrix } from "../../frame/matrix.ts";
import { TrainingKernel } from "../../kernels/training-kernel.ts";
import { deriveSeed, random } from "../../random.ts";
import { type BinnedMatrix, binMatrix, binnedBytes, type FeatureBins, histogramBytesOf } from "../trees/binning.ts";
import { Grower, type GrownNode, type GrowthRules } from "../trees/grower.ts";
import { quantumFor } from "../trees/quantum.ts";
import { writeSides } from "../trees/splitting.ts";
import { type LeafRules, withLeafValues } from "./leaf-values.ts";
import { type Loss, type LossArrays, scratchBytes } from "./losses/loss.ts";

/** What a booster learns from. Arrays are by row of X; `rows` says which take part. */
export interface BoosterInput {
  readonly X: Matrix;
  readonly features: readonly FeatureBins[];
  /** Class index, 0 or 1, or a centred and scaled value. */
  readonly targets: Float32Array;
  readonly weights: Float32Array | null;
  /** Rows to learn from, then rows that only measure the loss. */
  readonly rows: Uint32Array;
  readonly nTrain: number;
}

export interface BoosterRules extends GrowthRules, LeafRules {
  readonly learningRate: number;
  readonly rowSample: number;
  readonly columnSample: number;
  readonly seed: number;
}

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
  readonly #entries: number;
  readonly #nodes: number;
  readonly #tables: number;
  readonly #quantum: number;
  readonly #measuredWeight: number;
  readonly #topWeight: number;

  constructor(input: BoosterInput, loss: Loss, rules: BoosterRules) {
    const { X, features, rows, nTrain } = input;
    const n = rows.length;
    this.#loss = loss;
    this.#rules = rules;
    this.#nTrain = nTrain;
    this.#quantum = quantumFor(nTrain);
    this.#kernel = new TrainingKernel(bytesFor(n, features, loss.outputs, rules));
    this.#binned = binMatrix(this.#kernel, X, rows, features);
    this.#arrays = this.#takeArrays(n, input.weights !== null);
    this.#entries = this.#kernel.take((n + 4) * 8);
    this.#nodes = this.#kernel.take(nodesOf(rules) * NODE_BYTES);
    this.#tables = this.#kernel.take(nodesOf(rules) * 256);
    this.#grower = new Grower(this.#binned, rules, this.#arrays.weights);
    const targets = this.#gather(this.#arrays.targets, rows, input.targets);
    const weights = input.weights === null ? null : this.#gather(this.#arrays.weights, rows, input.weights);
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
    for (let k = 0; k < this.#loss.outputs; k++) trees.push(this.#growOne(round, k));
    this.rounds.push(trees);
    const isSampled = this.#rules.rowSample < 1 || this.#rules.columnSample < 1;
    return isSampled || trees.some((nodes) => nodes.length > 1);
  }

  /** Takes up rounds that an equal booster grew: scores are sums in the order of rounds, so they come out to the bit. */
  restore(rounds: readonly (readonly (readonly GrownNode[])[])[]): void {
    for (const trees of rounds) {
      this.rounds.push(trees.map((tree) => [...tree]));
      trees.forEach((tree, output) => {
        if (tree.length > 1) this.#addToScores(tree, this.#arrays.scores + output * this.#arrays.pitch * 4, false);
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

  #growOne(round: number, output: number): GrownNode[] {
    const { seed, rowSample, columnSample, learningRate } = this.#rules;
    const { g, h, pitch, scores } = this.#arrays;
    const [gAt, hAt, scoresAt] = [g, h, scores].map((at) => at + output * pitch * 4) as [number, number, number];
    const gScale = this.#scaleOf(gAt);
    const hScale = this.#scaleOf(hAt);
    const key = deriveSeed(seed, "rounding", round, output);
    this.#kernel.call.quantise(gAt, hAt, 0, this.#nTrain, key, gScale, hScale, this.#entries);
    let n = this.#nTrain;
    if (rowSample < 1) {
      const below = Math.floor(rowSample * 4294967296);
      n = this.#kernel.call.sampleEntries(this.#entries, n, deriveSeed(seed, "rows", round), below);
    }
    const grown = this.#grower.grow({
      entries: this.#entries,
      n,
      gUnit: 1 / gScale,
      hUnit: 1 / hScale,
      features: sampleColumns(this.#binned.features.length, columnSample, deriveSeed(seed, "columns", round, output)),
    });
    const isStump = grown.length === 1;
    const rows = { arrays: this.#arrays, output, n, topG: this.#quantum / gScale, topH: this.#quantum / hScale };
    const nodes = withLeafValues(this.#kernel, this.#loss, { ...rows, topWeight: this.#topWeight }, this.#rules, grown);
    const tree = nodes.map((node) =>
      node.leaf ? { ...node, value: isStump ? 0 : Math.fround(node.value * learningRate) } : node,
    );
    if (!isStump) this.#addToScores(tree, scoresAt, n === this.#nTrain);
    return tree;
  }

  /** Rows that grew the tree lie in its leaves; all others walk down. */
  #addToScores(nodes: readonly GrownNode[], scores: number, areAllInLeaves: boolean): void {
    const { rows, stride, nRows } = this.#binned;
    if (areAllInLeaves) {
      for (const node of nodes) {
        if (node.leaf) this.#kernel.call.addToLeaf(node.entries, node.n, scores, node.value);
      }
      if (nRows === this.#nTrain) return;
    }
    const words = this.#kernel.uint32(this.#nodes, nodes.length * 3);
    const floats = this.#kernel.float32(this.#nodes, nodes.length * 3);
    nodes.forEach((node, i) => {
      if (node.leaf) {
        words[3 * i] = LEAF;
        floats[3 * i + 2] = node.value;
        return;
      }
      words[3 * i] = node.split.feature;
      words[3 * i + 1] = node.left;
      writeSides(this.#kernel.bytes(this.#tables + i * 256, 256), node.split, node.missingLeft);
    });
    const from = areAllInLeaves ? this.#nTrain : 0;
    this.#kernel.call.addTree(rows, stride, from, nRows, this.#nodes, this.#tables, scores);
  }

  /** The largest magnitude becomes `quantum`; rounding is by a hash of (seed, round, output, row). */
  #scaleOf(values: number): number {
    const top = this.#kernel.call.largestMagnitude(values, 0, this.#nTrain);
    return top > 1e-30 ? Math.fround(this.#quantum / top) : 1;
  }

  #takeArrays(n: number, isWeighted: boolean): LossArrays {
    const pitch = (n + 3) & ~3;
    const columns = pitch * this.#loss.outputs * 4;
    return {
      pitch,
      scores: this.#kernel.take(columns),
      targets: this.#kernel.take(pitch * 4),
      weights: isWeighted ? this.#kernel.take(pitch * 4) : 0,
      g: this.#kernel.take(columns),
      h: this.#kernel.take(columns),
      scratch: this.#kernel.take(scratchBytes(n, this.#rules.maxLeaves)),
      parameter: 0,
    };
  }

  #gather(address: number, rows: Uint32Array, values: Float32Array): Float32Array {
    const target = this.#kernel.float32(address, rows.length);
    for (let i = 0; i < rows.length; i++) target[i] = values[rows[i]!]!;
    return target;
  }
}

function sampleColumns(nFeatures: number, share: number, seed: number): Uint32Array {
  const all = Uint32Array.from({ length: nFeatures }, (_, f) => f);
  if (share >= 1 || nFeatures === 0) return all;
  const kept = Math.max(1, Math.round(share * nFeatures));
  return random(seed).shuffle(all).slice(0, kept).sort();
}

function nodesOf({ maxLeaves }: GrowthRules): number {
  return 2 * maxLeaves - 1;
}

function bytesFor(n: number, features: readonly FeatureBins[], outputs: number, rules: GrowthRules): number {
  const { bytesFor: one } = TrainingKernel;
  return (
    binnedBytes(n, features) +
    Grower.bytes(n, features.length, histogramBytesOf(features), rules) +
    3 * one((n + 3) * outputs * 4) +
    2 * one((n + 3) * 4) +
    one((n + 4) * 8) +
    one(scratchBytes(n, rules.maxLeaves)) +
    one(nodesOf(rules) * NODE_BYTES) +
    one(nodesOf(rules) * 256)
  );
}
