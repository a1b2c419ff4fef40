import { fail } from "../../../errors/index.ts";
import type { ModelData, ModelValue } from "../estimator.ts";
import type { FeatureBins } from "./feature-bins.ts";
import { GrowingArray } from "./growing-array.ts";
import type { GrownNode } from "./growth.ts";

/** Rows may weigh less than float32 can say; a leaf that was grown has some all the same. */
const LEAST_WEIGHT = 1e-30;
const MISSING_LEFT = 1;
const CATEGORICAL = 2;
/** A feature's index has 24 bits in the predicting kernel. */
const MOST_FEATURES = 0xffffff;

/**
 * A forest as flat arrays over the nodes of all trees, in order. `x <= value` goes left; +Infinity parts the missing from
 * the rest. Children stand behind their parent: `left` counts from the tree's root, the right child follows the left.
 */
export interface Ensemble {
  readonly nFeatures: number;
  /** Values per row: tree t adds to output t mod `outputs`, or its leaf's vector to all. */
  readonly outputs: number;
  /** Bin of each level by feature (0: treated as missing), null for a numeric feature. */
  readonly categories: readonly (Uint8Array | null)[];
  /** (nTrees + 1): first node of each tree, then the number of nodes. */
  readonly roots: Uint32Array;
  /** Feature of a node, -1 for a leaf. */
  readonly feature: Int32Array;
  /** Left child of a node; a leaf's vector where leaves are vectors. */
  readonly left: Uint32Array;
  /** Threshold of a numeric node, value of a scalar leaf, else 0. */
  readonly value: Float32Array;
  /** Bit 0: missing goes left. Bit 1: categorical. */
  readonly flags: Uint8Array;
  /** 32 bytes for each categorical node in turn: the bins that go left. */
  readonly sets: Uint8Array;
  /** (nVectors, outputs) row-major; null where leaves are scalars. */
  readonly vectors: Float32Array | null;
  /**
   * (nLeaves) in the order of nodes: weight of the training rows that reached each leaf, above 0. What explanations weigh
   * paths by; null where nobody knows (a tree that was trained elsewhere).
   */
  readonly weights: Float32Array | null;
}

/** A tree as an ensemble holds it: flat arrays over its nodes. */
export type FlatTree = Pick<Ensemble, "feature" | "left" | "value" | "flags" | "sets"> & {
  readonly weights: Float32Array;
};

/** Collects trees into an ensemble. */
export class EnsembleBuilder {
  readonly #features: readonly FeatureBins[];
  readonly #roots: number[] = [0];
  readonly #feature = new GrowingArray(Int32Array);
  readonly #left = new GrowingArray(Uint32Array);
  readonly #value = new GrowingArray(Float32Array);
  readonly #flags = new GrowingArray(Uint8Array);
  readonly #sets = new GrowingArray(Uint8Array);
  readonly #weights = new GrowingArray(Float32Array);
  readonly #sides = new Uint8Array(32);

  constructor(features: readonly FeatureBins[]) {
    this.#features = features;
  }

  /** Adds a grown tree. */
  addTree(nodes: readonly GrownNode[]): void {
    for (const node of nodes) {
      if (node.leaf) this.addLeaf(node.value, 0, node.weight);
      else this.addSplit(node.split.feature, node.split.bin, node.split.set, node.missingLeft, node.left);
    }
    this.endTree();
  }

  /** @param weight of the training rows in it */
  addLeaf(value: number, vector: number, weight: number): void {
    this.#weights.push(Math.max(LEAST_WEIGHT, weight));
    this.#push(-1, vector, value, 0);
  }

  addSplit(feature: number, bin: number, set: Uint8Array | null, missingLeft: boolean, left: number): void {
    const bins = this.#features[feature]!;
    const flags = (missingLeft ? MISSING_LEFT : 0) | (set === null ? 0 : CATEGORICAL);
    if (bins.kind === "numeric") {
      this.#push(feature, left, bins.thresholds[bin - 1] ?? Number.POSITIVE_INFINITY, flags);
      return;
    }
    const sides = this.#sides;
    sides.set(set!);
    sides[0] = missingLeft ? sides[0]! | 1 : sides[0]! & 254;
    this.#sets.append(sides);
    this.#push(feature, left, 0, flags);
  }

  /** A numeric split by its threshold. Missing goes right. */
  addRawSplit(feature: number, threshold: number, left: number): void {
    this.#push(feature, left, threshold, 0);
  }

  /** Adds a tree of flat arrays. */
  addFlatTree({ feature, left, value, flags, sets, weights }: FlatTree): void {
    this.#feature.append(feature);
    this.#left.append(left);
    this.#value.append(value);
    this.#flags.append(flags);
    this.#sets.append(sets);
    this.#weights.append(weights);
    this.endTree();
  }

  /** Adds all trees of an ensemble over the same features; weights of leaves must be there as well. */
  addEnsemble(ensemble: Ensemble): void {
    const before = this.#feature.length;
    this.addFlatTree({ ...ensemble, weights: ensemble.weights! });
    this.#roots.pop();
    for (const end of ensemble.roots.subarray(1)) this.#roots.push(before + end);
  }

  endTree(): void {
    this.#roots.push(this.#feature.length);
  }

  get nTrees(): number {
    return this.#roots.length - 1;
  }

  build(outputs: number, vectors: Float32Array | null): Ensemble {
    return {
      nFeatures: this.#features.length,
      outputs,
      categories: this.#features.map((bins) => (bins.kind === "categorical" ? bins.binOf : null)),
      roots: Uint32Array.from(this.#roots),
      feature: this.#feature.toArray(),
      left: this.#left.toArray(),
      value: this.#value.toArray(),
      flags: this.#flags.toArray(),
      sets: this.#sets.toArray(),
      vectors,
      weights: this.#weights.toArray(),
    };
  }

  #push(feature: number, left: number, value: number, flags: number): void {
    this.#feature.push(feature);
    this.#left.push(left);
    this.#value.push(value);
    this.#flags.push(flags);
  }
}

/** Numbers and names only. */
export function ensembleData(ensemble: Ensemble): ModelData {
  const { categories, nFeatures, outputs, roots, feature, left, value, flags, sets, vectors, weights } = ensemble;
  const levels = Int32Array.from(categories, (binOf) => binOf?.length ?? -1);
  const binOf = Uint8Array.from(categories.flatMap((one) => (one === null ? [] : [...one])));
  return { nFeatures, outputs, levels, binOf, roots, feature, left, value, flags, sets, vectors, weights };
}

/**
 * The ensemble of its data, safe to walk: every path ends in a leaf of its own tree, whatever the row.
 * @throws ML_MODEL_CORRUPT
 */
export function loadEnsemble(data: ModelValue | undefined): Ensemble {
  const source = record(data, "ensemble");
  const nFeatures = wholeNumber(source["nFeatures"], "ensemble.nFeatures", 0, MOST_FEATURES);
  const outputs = wholeNumber(source["outputs"], "ensemble.outputs", 1, 1_000_000);
  const vectors = source["vectors"] === null ? null : typed(source["vectors"], Float32Array, "ensemble.vectors");
  const ensemble: Ensemble = {
    nFeatures,
    outputs,
    categories: loadCategories(source, nFeatures),
    roots: typed(source["roots"], Uint32Array, "ensemble.roots"),
    feature: typed(source["feature"], Int32Array, "ensemble.feature"),
    left: typed(source["left"], Uint32Array, "ensemble.left"),
    value: typed(source["value"], Float32Array, "ensemble.value"),
    flags: typed(source["flags"], Uint8Array, "ensemble.flags"),
    sets: typed(source["sets"], Uint8Array, "ensemble.sets"),
    vectors,
    // models of before explanations have none
    weights: (source["weights"] ?? null) === null ? null : typed(source["weights"], Float32Array, "ensemble.weights"),
  };
  checkArrays(ensemble);
  checkTrees(ensemble);
  checkWeights(ensemble);
  return ensemble;
}

/** The data as an object. @throws ML_MODEL_CORRUPT */
export function record(value: ModelValue | undefined, where: string): ModelData {
  if (typeof value !== "object" || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) {
    throw corrupt(where, "an object", value);
  }
  return value as ModelData;
}

/** @throws ML_MODEL_CORRUPT */
export function wholeNumber(value: ModelValue | undefined, where: string, low: number, high: number): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < low || value > high) {
    throw corrupt(where, `a whole number ${low}..${high}`, value);
  }
  return value;
}

/** @throws ML_MODEL_CORRUPT */
export function finiteNumber(value: ModelValue | undefined, where: string): number {
  if (typeof value !== "number" || !Number.isFinite(value)) throw corrupt(where, "a finite number", value);
  return value;
}

/** @throws ML_MODEL_CORRUPT */
export function typed<T extends ArrayBufferView>(
  value: ModelValue | undefined,
  type: { readonly name: string; new (length: number): T },
  where: string,
): T {
  if (!(value instanceof type)) throw corrupt(where, `a ${type.name}`, value);
  return value;
}

/** The error for data that no `toData` can have made. */
export function corrupt(where: string, expected: string, got: unknown): Error {
  const seen =
    typeof got === "object" && got !== null ? `an object (${got.constructor?.name ?? "of no kind"})` : String(got);
  return fail("ML_MODEL_CORRUPT", { where, expected, got: seen });
}

function loadCategories(source: ModelData, nFeatures: number): (Uint8Array | null)[] {
  const levels = typed(source["levels"], Int32Array, "ensemble.levels");
  const binOf = typed(source["binOf"], Uint8Array, "ensemble.binOf");
  if (levels.length !== nFeatures) throw corrupt("ensemble.levels", `${nFeatures} values`, levels.length);
  let at = 0;
  const categories = Array.from(levels, (count, f) => {
    if (count < -1 || at + count > binOf.length) throw corrupt(`ensemble.levels[${f}]`, "levels that are there", count);
    if (count === -1) return null;
    at += count;
    return binOf.slice(at - count, at);
  });
  if (at !== binOf.length) throw corrupt("ensemble.binOf", `${at} values`, binOf.length);
  return categories;
}

function checkArrays({ roots, feature, left, value, flags, vectors, outputs }: Ensemble): void {
  const n = feature.length;
  for (const [name, length] of [
    ["left", left.length],
    ["value", value.length],
    ["flags", flags.length],
  ] as const) {
    if (length !== n) throw corrupt(`ensemble.${name}`, `${n} values`, length);
  }
  if (roots.length < 1 || roots[0] !== 0) throw corrupt("ensemble.roots[0]", "0", roots[0]);
  for (let t = 1; t < roots.length; t++) {
    if (roots[t]! <= roots[t - 1]!) throw corrupt(`ensemble.roots[${t}]`, `more than ${roots[t - 1]}`, roots[t]);
  }
  if (roots[roots.length - 1] !== n) throw corrupt("ensemble.roots", `an end at ${n}`, roots[roots.length - 1]);
  if (vectors === null) return;
  if (vectors.length % outputs !== 0) throw corrupt("ensemble.vectors", `rows of ${outputs}`, vectors.length);
  vectors.forEach((item, i) => {
    if (!Number.isFinite(item)) throw corrupt(`ensemble.vectors[${i}]`, "a finite number", item);
  });
}

function checkTrees(ensemble: Ensemble): void {
  const { roots, feature, sets } = ensemble;
  const hasParent = new Uint8Array(feature.length);
  let categorical = 0;
  for (let t = 0; t + 1 < roots.length; t++) {
    const [root, end] = [roots[t]!, roots[t + 1]!];
    for (let i = root; i < end; i++) {
      if (i > root && hasParent[i] === 0) throw corrupt(`ensemble node ${i}`, "a parent", "none");
      if (feature[i] === -1) checkLeaf(ensemble, i);
      else {
        categorical += checkSplit(ensemble, i);
        const child = root + ensemble.left[i]!;
        if (child <= i || child + 1 >= end) throw corrupt(`ensemble.left[${i}]`, "a later node of its tree", child);
        if (hasParent[child] !== 0 || hasParent[child + 1] !== 0) {
          throw corrupt(`ensemble.left[${i}]`, "children of its own", child);
        }
        hasParent[child] = 1;
        hasParent[child + 1] = 1;
      }
    }
  }
  if (sets.length !== categorical * 32) throw corrupt("ensemble.sets", `${categorical * 32} bytes`, sets.length);
}

function checkWeights({ feature, weights }: Ensemble): void {
  if (weights === null) return;
  const leaves = feature.reduce((count, f) => count + (f === -1 ? 1 : 0), 0);
  if (weights.length !== leaves) throw corrupt("ensemble.weights", `${leaves} values`, weights.length);
  const odd = weights.findIndex((weight) => !(weight > 0 && weight < Number.POSITIVE_INFINITY));
  if (odd >= 0) throw corrupt(`ensemble.weights[${odd}]`, "a weight above 0", weights[odd]);
}

function checkLeaf({ left, value, flags, vectors, outputs }: Ensemble, i: number): void {
  if (flags[i] !== 0) throw corrupt(`ensemble.flags[${i}]`, "0 for a leaf", flags[i]);
  if (!Number.isFinite(value[i]!)) throw corrupt(`ensemble.value[${i}]`, "a finite number", value[i]);
  const most = vectors === null ? 1 : vectors.length / outputs;
  if (left[i]! >= most) throw corrupt(`ensemble.left[${i}]`, `a vector below ${most}`, left[i]);
}

/** @returns 1 for a categorical split, else 0 */
function checkSplit({ feature, value, flags, nFeatures, categories }: Ensemble, i: number): number {
  const f = feature[i]!;
  if (f < 0 || f >= nFeatures) throw corrupt(`ensemble.feature[${i}]`, `a feature below ${nFeatures}`, f);
  if (flags[i]! > (MISSING_LEFT | CATEGORICAL)) throw corrupt(`ensemble.flags[${i}]`, "0..3", flags[i]);
  const isCategorical = (flags[i]! & CATEGORICAL) !== 0;
  if (isCategorical !== (categories[f] !== null)) {
    throw corrupt(`ensemble.flags[${i}]`, categories[f] === null ? "a threshold" : "a set of levels", flags[i]);
  }
  if (Number.isNaN(value[i]!) || value[i] === Number.NEGATIVE_INFINITY) {
    throw corrupt(`ensemble.value[${i}]`, "a threshold", value[i]);
  }
  return isCategorical ? 1 : 0;
}
