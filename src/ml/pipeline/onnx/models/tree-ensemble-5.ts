import type { Ensemble } from "../../../estimators/trees/ensemble.ts";
import { type GraphBuilder, int, ints, tensor } from "../../../onnx/graph-builder.ts";
import { numberTensor } from "../../../onnx/tensor.ts";
import { levelSets } from "./level-sets.ts";

/** Numbers of the operator's modes. */
const [atMost, member] = [0, 6];
const [sum, none] = [1, 0];

/**
 * An ensemble as TreeEnsemble of ai.onnx.ml 5, which has sets of levels. Gives the name of the sums: floats, (nSamples, outputs).
 */
export function writeTreeEnsemble5(graph: GraphBuilder, source: Ensemble, X: string): string {
  const ensemble = source.vectors === null ? source : withScalarLeaves(source, source.vectors);
  const lists = new SplitLists(ensemble.outputs);
  const sets = levelSets(ensemble);
  const { roots, feature, left, value, flags } = ensemble;
  for (let t = 0; t + 1 < roots.length; t++) {
    const places = placesOf(ensemble, t, lists);
    lists.root();
    if (feature[roots[t]!] === -1) {
      // A tree has a split at its root: this one leads to its one leaf either way.
      lists.split({ feature: 0, value: 0, sides: [places[0]!, places[0]!], missingTrue: true, levels: null });
      continue;
    }
    for (let i = roots[t]!; i < roots[t + 1]!; i++) {
      if (feature[i] === -1) continue;
      const [onLeft, onRight] = [places[left[i]!]!, places[left[i]! + 1]!];
      const set = sets.get(i);
      const common = { feature: feature[i]! };
      if (set === undefined) {
        const missingTrue = (flags[i]! & 1) === 1;
        lists.split({ ...common, value: value[i]!, sides: [onLeft, onRight], missingTrue, levels: null });
        continue;
      }
      const inside: [Place, Place] = set.areLeft ? [onLeft, onRight] : [onRight, onLeft];
      const missingInside = set.missingLeft === set.areLeft;
      if (set.levels.length > 0) {
        lists.split({ ...common, value: 0, sides: inside, missingTrue: missingInside, levels: set.levels });
      } else {
        const sides: [Place, Place] = [inside[1], inside[0]];
        lists.split({ ...common, value: Number.POSITIVE_INFINITY, sides, missingTrue: !missingInside, levels: null });
      }
    }
  }
  return graph.mlNode("TreeEnsemble", [X], lists.attributes());
}

/** Where a child stands: a number among the splits or among the leaves of all trees. */
interface Place {
  readonly leaf: boolean;
  readonly at: number;
}

/** The places of a tree's nodes; its leaves' values are written on the way. */
function placesOf({ roots, feature, value, outputs }: Ensemble, t: number, lists: SplitLists): Place[] {
  const places: Place[] = [];
  let splits = lists.nSplits;
  for (let i = roots[t]!; i < roots[t + 1]!; i++) {
    if (feature[i] !== -1) places.push({ leaf: false, at: splits++ });
    else places.push({ leaf: true, at: lists.leaf(t % outputs, value[i]!) });
  }
  return places;
}

/** A leaf of this operator adds to one output alone: each tree becomes one per output. */
function withScalarLeaves(ensemble: Ensemble, vectors: Float32Array): Ensemble {
  const { roots, feature, left, value, flags, sets, outputs } = ensemble;
  const isSet = (i: number): number => (feature[i] !== -1 && (flags[i]! & 2) !== 0 ? 1 : 0);
  const parts = { feature: [] as number[], left: [] as number[], value: [] as number[], flags: [] as number[] };
  const [newRoots, newSets]: [number[], number[]] = [[0], []];
  let setAt = 0;
  for (let t = 0; t + 1 < roots.length; t++) {
    let setEnd = setAt;
    for (let i = roots[t]!; i < roots[t + 1]!; i++) setEnd += 32 * isSet(i);
    for (let k = 0; k < outputs; k++) {
      for (let i = roots[t]!; i < roots[t + 1]!; i++) {
        parts.feature.push(feature[i]!);
        parts.left.push(feature[i] === -1 ? 0 : left[i]!);
        parts.value.push(feature[i] === -1 ? vectors[left[i]! * outputs + k]! : value[i]!);
        parts.flags.push(flags[i]!);
      }
      newRoots.push(parts.feature.length);
      for (const byte of sets.subarray(setAt, setEnd)) newSets.push(byte);
    }
    setAt = setEnd;
  }
  return {
    ...ensemble,
    roots: Uint32Array.from(newRoots),
    feature: Int32Array.from(parts.feature),
    left: Uint32Array.from(parts.left),
    value: Float32Array.from(parts.value),
    flags: Uint8Array.from(parts.flags),
    sets: Uint8Array.from(newSets),
    vectors: null,
  };
}

class SplitLists {
  readonly #outputs: number;
  readonly #roots: number[] = [];
  readonly #features: number[] = [];
  readonly #modes: number[] = [];
  readonly #splits: number[] = [];
  readonly #whenTrue: number[] = [];
  readonly #whenFalse: number[] = [];
  readonly #trueLeaves: number[] = [];
  readonly #falseLeaves: number[] = [];
  readonly #missingTrue: number[] = [];
  readonly #members: number[] = [];
  readonly #targets: number[] = [];
  readonly #weights: number[] = [];

  constructor(outputs: number) {
    this.#outputs = outputs;
  }

  get nSplits(): number {
    return this.#features.length;
  }

  /** The next split is the root of a tree. */
  root(): void {
    this.#roots.push(this.#features.length);
  }

  leaf(target: number, weight: number): number {
    this.#targets.push(target);
    return this.#weights.push(weight) - 1;
  }

  split(node: {
    readonly feature: number;
    readonly value: number;
    readonly sides: readonly [whenTrue: Place, whenFalse: Place];
    readonly missingTrue: boolean;
    readonly levels: readonly number[] | null;
  }): void {
    const [whenTrue, whenFalse] = node.sides;
    this.#features.push(node.feature);
    this.#modes.push(node.levels === null ? atMost : member);
    this.#splits.push(node.value);
    this.#whenTrue.push(whenTrue.at);
    this.#whenFalse.push(whenFalse.at);
    this.#trueLeaves.push(whenTrue.leaf ? 1 : 0);
    this.#falseLeaves.push(whenFalse.leaf ? 1 : 0);
    this.#missingTrue.push(node.missingTrue ? 1 : 0);
    if (node.levels !== null) this.#members.push(...node.levels, Number.NaN);
  }

  attributes() {
    const list = (type: "float" | "uint8", values: readonly number[]) =>
      tensor(numberTensor(type, [values.length], values));
    return {
      n_targets: int(this.#outputs),
      aggregate_function: int(sum),
      post_transform: int(none),
      tree_roots: ints(this.#roots),
      nodes_featureids: ints(this.#features),
      nodes_modes: list("uint8", this.#modes),
      nodes_splits: list("float", this.#splits),
      nodes_truenodeids: ints(this.#whenTrue),
      nodes_falsenodeids: ints(this.#whenFalse),
      nodes_trueleafs: ints(this.#trueLeaves),
      nodes_falseleafs: ints(this.#falseLeaves),
      nodes_missing_value_tracks_true: ints(this.#missingTrue),
      ...(this.#members.length === 0 ? {} : { membership_values: list("float", this.#members) }),
      leaf_targetids: ints(this.#targets),
      leaf_weights: list("float", this.#weights),
    };
  }
}
