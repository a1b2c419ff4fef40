import type { ModelData } from "../../estimator.ts";
import { checkpointCorrupt } from "../../fit-fingerprint.ts";
import { type Ensemble, EnsembleBuilder, ensembleData, loadEnsemble } from "../ensemble.ts";
import type { FeatureBins } from "../feature-bins.ts";
import { GrowingArray } from "../growing-array.ts";
import { checkShares } from "./forest-model.ts";
import type { ForestTree } from "./forest-tree.ts";

/** Collects the trees of a forest in their order. Leaves of several classes are vectors: one for each pure class first. */
export class ForestTrees {
  readonly #builder: EnsembleBuilder;
  readonly #classes: number;
  readonly #shares = new GrowingArray(Float32Array);

  /** @param classes whose shares a leaf holds, 0 where it holds a value */
  constructor(features: readonly FeatureBins[], classes: number) {
    this.#builder = new EnsembleBuilder(features);
    this.#classes = classes;
    for (let k = 0; k < classes; k++) {
      const pure = new Float32Array(classes);
      pure[k] = 1;
      this.#shares.append(pure);
    }
  }

  get length(): number {
    return this.#builder.nTrees;
  }

  add(tree: ForestTree): void {
    const before = this.#classes === 0 ? 0 : this.#shares.length / this.#classes - this.#classes;
    if (before > 0) {
      for (let i = 0; i < tree.feature.length; i++) {
        if (tree.feature[i] === -1 && tree.left[i]! >= this.#classes) tree.left[i]! += before;
      }
    }
    this.#builder.addFlatTree(tree);
    this.#shares.append(tree.vectors);
  }

  build(): Ensemble {
    const hasVectors = this.#classes > 0;
    return this.#builder.build(hasVectors ? this.#classes : 1, hasVectors ? this.#shares.toArray() : null);
  }

  /** Trees so far, as a checkpoint keeps them. */
  toState(): ModelData {
    return ensembleData(this.build());
  }

  /**
   * Takes the trees of a state up, before any was added.
   * @throws ML_CHECKPOINT_CORRUPT where a forest of this shape can't have them
   */
  resume(estimator: string, state: ModelData[string] | undefined, most: number): void {
    const ensemble = readState(estimator, state);
    const own = this.build();
    const isAlike =
      ensemble.nFeatures === own.nFeatures &&
      ensemble.outputs === own.outputs &&
      (ensemble.vectors === null) === (own.vectors === null) &&
      own.categories.every((binOf, f) => equalBytes(binOf, ensemble.categories[f]!));
    if (!isAlike) throw checkpointCorrupt(estimator, "trees over the features and classes of this fit", "others");
    const trees = ensemble.roots.length - 1;
    if (trees > most) throw checkpointCorrupt(estimator, `at most ${most} trees`, trees);
    if (ensemble.weights === null) throw checkpointCorrupt(estimator, "weights of leaves", "none");
    this.#builder.addEnsemble(ensemble);
    if (ensemble.vectors === null) return;
    if (own.vectors!.some((share, i) => ensemble.vectors![i] !== share)) {
      throw checkpointCorrupt(estimator, "leaves of pure classes first", "others");
    }
    this.#shares.append(ensemble.vectors.subarray(own.vectors!.length));
  }
}

function readState(estimator: string, state: ModelData[string] | undefined): Ensemble {
  try {
    const ensemble = loadEnsemble(state);
    if (ensemble.vectors !== null) checkShares(ensemble);
    return ensemble;
  } catch (error) {
    throw checkpointCorrupt(estimator, "trees", error instanceof Error ? error.message : error);
  }
}

function equalBytes(a: Uint8Array | null, b: Uint8Array | null): boolean {
  if (a === null || b === null) return a === b;
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
