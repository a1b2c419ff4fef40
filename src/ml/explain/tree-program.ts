import { fail } from "../../errors/index.ts";
import type { Ensemble } from "../estimators/trees/ensemble.ts";

const NODE_WORDS = 8;
const MISSING_LEFT = 1 << 24;
const CATEGORICAL = 1 << 25;
const LEAVES = 1 << 26;
const REPEATED = 1 << 27;
const LEAF = 0x80000000;
/** Deeper trees are no trees that a fit makes. */
const DEEPEST = 1024;

/** One output of one tree, as `explaining.ts` walks it. */
export interface TreeProgram {
  /** 32 bytes a node, in preorder. */
  readonly words: Uint32Array;
  /** Splits on the longest path. */
  readonly depth: number;
  /** Distinct features on the path that has most. */
  readonly distinct: number;
}

/** What a tree answers on average, and what it does to get there. */
export interface CompiledTree {
  /** Mean of the leaves over the training rows. */
  readonly mean: number;
  /** Null where every row gets the same. */
  readonly program: TreeProgram | null;
}

/** Turns the trees of an ensemble into programs, one output at a time. */
export class TreeCompiler {
  readonly #ensemble: Ensemble;
  /** (nNodes) weight of the training rows that reached each node. */
  readonly #cover: Float64Array;
  /** (nNodes) index of a categorical node's set. */
  readonly #set: Uint32Array;
  readonly #last: Int32Array;

  /**
   * @param isWeighed whether shares of the training rows are wanted
   * @throws ML_NOT_EXPLAINABLE where they are and the ensemble doesn't know its leaves' weights
   */
  constructor(ensemble: Ensemble, isWeighed: boolean) {
    this.#ensemble = ensemble;
    if (isWeighed && ensemble.weights === null) throw unweighed();
    this.#cover = coverOf(ensemble);
    this.#set = setsOf(ensemble);
    this.#last = new Int32Array(ensemble.nFeatures).fill(-1);
  }

  /** @throws ML_NOT_EXPLAINABLE where the tree is deeper than any that a fit makes */
  compile(tree: number, output: number): CompiledTree {
    const { roots } = this.#ensemble;
    const root = roots[tree]!;
    const answers = this.#answers(root, roots[tree + 1]!, output);
    if (answers.isConstant[0] === 1) return { mean: answers.mean[0]!, program: null };
    return { mean: answers.mean[0]!, program: this.#write(root, answers) };
  }

  /** Means of the subtrees, and which of them answer all rows alike: those are leaves here. Children stand behind parents. */
  #answers(root: number, end: number, output: number): Answers {
    const { feature, left, value, vectors, outputs } = this.#ensemble;
    const mean = new Float64Array(end - root);
    const isConstant = new Uint8Array(end - root);
    for (let i = end - root - 1; i >= 0; i--) {
      const node = root + i;
      if (feature[node] === -1) {
        mean[i] = vectors === null ? value[node]! : vectors[left[node]! * outputs + output]!;
        isConstant[i] = 1;
        continue;
      }
      const l = left[node]!;
      const isSame = isConstant[l] === 1 && isConstant[l + 1] === 1 && mean[l] === mean[l + 1];
      isConstant[i] = isSame ? 1 : 0;
      const share = this.#share(root, node);
      mean[i] = isSame ? mean[l]! : mean[l + 1]! + share * (mean[l]! - mean[l + 1]!);
    }
    return { mean, isConstant };
  }

  /** Share of a node's training rows that went left. */
  #share(root: number, node: number): number {
    const l = this.#cover[root + this.#ensemble.left[node]!]!;
    return l / (l + this.#cover[root + this.#ensemble.left[node]! + 1]!);
  }

  #write(root: number, { mean, isConstant }: Answers): TreeProgram {
    const { feature, left, flags, value } = this.#ensemble;
    const words = new Uint32Array(mean.length * NODE_WORDS);
    const floats = new Float32Array(words.buffer);
    const doubles = new Float64Array(words.buffer);
    const last = this.#last;
    /** Product of the shares of a feature's turns so far, by the depth of the last of them. */
    const turned: number[] = [];
    const stack: Visit[] = [{ node: 0, depth: 0, distinct: 0, share: 1, of: -1, wordOf: -1 }];
    let [at, deepest, most] = [0, 0, 0];
    while (stack.length > 0) {
      const visit = stack.pop()!;
      const { node: i, depth, distinct } = visit;
      if (i < 0) {
        last[visit.of] = visit.depth;
        continue;
      }
      if (visit.of >= 0) turned[depth - 1] = visit.share;
      if (visit.wordOf >= 0) words[visit.wordOf * NODE_WORDS + 2] = (at - visit.wordOf) * NODE_WORDS * 4;
      const word = at++ * NODE_WORDS;
      if (isConstant[i] === 1) {
        words[word + 1] = LEAF;
        doubles[word / 2 + 2] = mean[i]!;
        continue;
      }
      if (depth >= DEEPEST) throw tooDeep();
      const node = root + i;
      const f = feature[node]!;
      const before = last[f]!;
      const z = before < 0 ? 1 : turned[before]!;
      const share = this.#share(root, node);
      const l = left[node]!;
      const kind = (flags[node]! & 1 ? MISSING_LEFT : 0) | (flags[node]! & 2 ? CATEGORICAL : 0);
      const leaves = isConstant[l] === 1 && isConstant[l + 1] === 1 ? LEAVES : 0;
      if ((flags[node]! & 2) !== 0) words[word] = this.#set[node]!;
      else floats[word] = value[node]!;
      words[word + 1] = f | kind | leaves | (before < 0 ? 0 : REPEATED);
      words[word + 3] = Math.max(0, before);
      doubles[word / 2 + 2] = share;
      doubles[word / 2 + 3] = z;
      const seen = distinct + (before < 0 ? 1 : 0);
      [deepest, most] = [Math.max(deepest, depth + 1), Math.max(most, seen)];
      last[f] = depth;
      const child = { depth: depth + 1, distinct: seen, of: f };
      stack.push(
        { node: -1, depth: before, distinct: 0, share: 0, of: f, wordOf: -1 },
        { ...child, node: l + 1, share: z * (1 - share), wordOf: word / NODE_WORDS },
        { ...child, node: l, share: z * share, wordOf: -1 },
      );
    }
    return { words: words.slice(0, at * NODE_WORDS), depth: deepest, distinct: most };
  }
}

interface Answers {
  readonly mean: Float64Array;
  readonly isConstant: Uint8Array;
}

/** A node to write; `node` -1 puts back which split on feature `of` was the last (at `depth`). */
interface Visit {
  readonly node: number;
  readonly depth: number;
  readonly distinct: number;
  /** Product of the shares of the turns on feature `of`, this one included. */
  readonly share: number;
  readonly of: number;
  /** The parent, where this is its right child. */
  readonly wordOf: number;
}

function coverOf({ feature, left, roots, weights }: Ensemble): Float64Array {
  const cover = new Float64Array(feature.length);
  let leaf = weights?.length ?? 0;
  for (let t = roots.length - 2; t >= 0; t--) {
    const root = roots[t]!;
    for (let i = roots[t + 1]! - 1; i >= root; i--) {
      cover[i] = feature[i] === -1 ? (weights?.[--leaf] ?? 1) : cover[root + left[i]!]! + cover[root + left[i]! + 1]!;
    }
  }
  return cover;
}

function unweighed(): Error {
  return fail("ML_NOT_EXPLAINABLE", {
    model: "This tree model",
    reason: "it doesn't hold how many training rows took each path; give background rows to measure against",
  });
}

function setsOf({ flags }: Ensemble): Uint32Array {
  let next = 0;
  return Uint32Array.from(flags, (flag) => ((flag & 2) !== 0 ? next++ : 0));
}

function tooDeep(): Error {
  return fail("ML_NOT_EXPLAINABLE", { model: "This tree model", reason: `a tree is deeper than ${DEEPEST} splits` });
}
