import { describe, expect, it } from "vitest";
import { GrowingTree, type TreePlace } from "./growing-tree.ts";
import { childrenOf, type GrowthRules, type Leaf, type Sample } from "./growth.ts";
import { LeafRules } from "./leaf-rules.ts";
import { type Split, UNBOUNDED } from "./splitting.ts";

const sample: Sample = { lists: [], gradient: 0, hessian: 100, gUnit: 1, hUnit: 1, features: new Uint32Array(1) };
const nowhere = {} as TreePlace;

function rulesOf(rules: Partial<GrowthRules>): LeafRules {
  return new LeafRules({
    ...{ maxLeaves: 31, maxDepth: null, minSamplesLeaf: 1, minHessian: 0, minGain: 0, l1: 0, l2: 1 },
    ...{ categorySmoothing: 1, minCategoryWeight: 1, growth: "leafWise", monotone: null, ...rules },
  });
}

/** Gains of a made-up tree: a leaf's two children gain 0.9 and 0.6 as much. */
function leafOf(gain: number, depth: number): Leaf {
  const split: Split = {
    ...{ score: gain, feature: 0, bin: 1, missingLeft: undefined, set: null, leftGradient: 0, leftHessian: 1 },
  };
  return {
    ...{ node: 0, lists: [{ entries: 0, n: 9 }], inSpare: false, isReversed: false, n: 9, weight: 9, depth },
    ...{ bounds: UNBOUNDED, gradient: 0, hessian: 9, split, gain, slot: -1 },
  };
}

/** @returns gains and depths of the leaves in the order in which they were split */
function grow(rules: LeafRules): (readonly [gain: number, depth: number])[] {
  const tree = new GrowingTree(sample, nowhere, rules, leafOf(1, 0));
  const splits: (readonly [number, number])[] = [];
  for (let leaf = tree.next(); leaf !== null; leaf = tree.next()) {
    splits.push([Math.round(leaf.gain * 1000) / 1000, leaf.depth]);
    const { left, right } = childrenOf(leaf, 0, [4], 4, [UNBOUNDED, UNBOUNDED]);
    left.gain = leaf.gain * 0.9;
    right.gain = leaf.gain * 0.6;
    left.split = right.split = leaf.split;
    tree.divided(leaf, { left, right });
  }
  const nodes = tree.grown();
  expect(nodes.filter((node) => node.leaf)).toHaveLength(splits.length + 1);
  expect(nodes.every((node, i) => node.leaf || node.left > i)).toBe(true);
  return splits;
}

describe("a growing tree", () => {
  it("splits the leaf of the largest gain", () => {
    const rules = rulesOf({ maxLeaves: 8 });
    expect(grow(rules).map(([gain]) => gain)).toEqual([1, 0.9, 0.81, 0.729, 0.656, 0.6, 0.59]);
  });

  it("splits the leaves of a depth before those below it, the largest gain first", () => {
    const rules = rulesOf({ maxLeaves: 8, growth: "depthWise" });
    expect(grow(rules)).toEqual([
      ...[[1, 0] as const, [0.9, 1] as const, [0.6, 1] as const],
      ...[[0.81, 2] as const, [0.54, 2] as const, [0.54, 2] as const, [0.36, 2] as const],
    ]);
  });

  it("has as many leaves as the rules allow, even one", () => {
    expect(grow(rulesOf({ maxLeaves: 1 }))).toEqual([]);
    expect(grow(rulesOf({ maxLeaves: 31 }))).toHaveLength(30);
  });
});
