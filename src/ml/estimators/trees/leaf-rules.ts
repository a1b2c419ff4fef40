import type { GrowthRules, Leaf, Sample } from "./growth.ts";
import { type LeafBounds, leafScore, leafValue, type Split, type SplitRules, sideBounds } from "./splitting.ts";

/** What the rules of growth say of a leaf. */
export class LeafRules {
  readonly growth: GrowthRules;
  /** A leaf of less weight can't have two children. */
  readonly leastToSplit: number;

  constructor(growth: GrowthRules) {
    this.growth = growth;
    this.leastToSplit = 2 * growth.minSamplesLeaf * (1 - 1e-9);
  }

  maySplit(leaf: Leaf): boolean {
    return this.mayAtDepth(leaf.depth) && leaf.n >= 2 && leaf.weight >= this.leastToSplit && leaf.hessian > 0;
  }

  mayAtDepth(depth: number): boolean {
    const { maxLeaves, maxDepth } = this.growth;
    return maxLeaves >= 2 && (maxDepth === null || depth < maxDepth);
  }

  /** What a split of the leaf must satisfy. */
  searchRules(leaf: Leaf, { hUnit }: Sample): SplitRules {
    const { minHessian, minSamplesLeaf, minCategoryWeight } = this.growth;
    const perWeight = ((leaf.hessian * hUnit) / leaf.weight) * (1 - 1e-9);
    const least = Math.max(minHessian, minSamplesLeaf * perWeight, hUnit / 2);
    return this.rulesWithin(leaf.bounds, least, minCategoryWeight * perWeight);
  }

  /** The same of any leaf within bounds, by the two that depend on its weight. */
  rulesWithin({ lowest, highest }: LeafBounds, leastHessian: number, leastLevelHessian: number): SplitRules {
    const { l1, l2, categorySmoothing } = this.growth;
    const categoricalL2 = l2 + categorySmoothing;
    return { l1, l2, lowest, highest, categoricalL2, categorySmoothing, leastHessian, leastLevelHessian };
  }

  /** Bounds of the left and the right side of the leaf's split. */
  sideBounds(leaf: Leaf, sample: Sample): readonly [LeafBounds, LeafBounds] {
    const { feature, leftGradient, leftHessian } = leaf.split!;
    const sign = this.growth.monotone?.[feature] ?? 0;
    if (sign === 0) return [leaf.bounds, leaf.bounds];
    return sideBounds(
      leaf.bounds,
      sign,
      this.#valueOf(leaf, leftGradient, leftHessian, sample),
      this.#valueOf(leaf, leaf.gradient - leftGradient, leaf.hessian - leftHessian, sample),
    );
  }

  /** The leaf's value -G / (H + l2), pulled and bounded as the rules say. */
  valueOf(leaf: Leaf, sample: Sample): number {
    return this.#valueOf(leaf, leaf.gradient, leaf.hessian, sample);
  }

  /** Gives the leaf a split that gains enough. @returns whether it does */
  keep(leaf: Leaf, split: Split | null, { gUnit, hUnit }: Sample): boolean {
    if (split === null) return false;
    const { l1, l2, minGain } = this.growth;
    const { lowest, highest } = leaf.bounds;
    const gain = split.score - leafScore(leaf.gradient * gUnit, leaf.hessian * hUnit, { l1, l2, lowest, highest });
    if (!(gain > minGain)) return false;
    leaf.split = split;
    leaf.gain = gain;
    return true;
  }

  #valueOf({ bounds }: Leaf, gradient: number, hessian: number, { gUnit, hUnit }: Sample): number {
    const { l1, l2 } = this.growth;
    return leafValue(gradient * gUnit, hessian * hUnit, { l1, l2, ...bounds });
  }
}
