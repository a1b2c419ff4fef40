import { describe, expect, it } from "vitest";
import { Predictor } from "../../estimators/trees/predictor.ts";
import { type Random, random } from "../../random.ts";
import { compileTrees } from "./compile-trees.ts";
import { leafOf, modes, type TreeNodes } from "./tree-nodes.ts";

const borders = [0, -0, 1, -1, 0.1, Math.fround(0.1), 1e-45, -1e-45, 3.4028234663852886e38, 16777216.5];

/** Random trees of every kind of threshold; leaves are numbered tree by tree. */
function randomTrees(draw: Random, nTargets: number, isVector: boolean): TreeNodes {
  const [feature, mode, value, missing]: number[][] = [[], [], [], []] as never;
  const [yes, no, roots, starts, targets, weights]: number[][] = [[], [], [], [0], [], []] as never;
  const leaf = (tree: number): number => {
    for (let k = 0; k < nTargets; k++) {
      if (!isVector && k !== tree % nTargets) continue;
      targets!.push(k);
      weights!.push(Math.fround(draw.next() - 0.5));
    }
    return -starts!.push(targets!.length) + 1;
  };
  const node = (tree: number, depth: number): number => {
    if (depth === 0 || draw.next() < 0.1) return leaf(tree);
    const at = feature!.push(draw.integer(3)) - 1;
    mode!.push(draw.integer(4));
    value!.push(draw.next() < 0.5 ? borders[draw.integer(borders.length)]! : 4 * draw.next() - 2);
    missing!.push(draw.integer(2));
    yes!.push(0);
    no!.push(0);
    yes![at] = node(tree, depth - 1);
    no![at] = node(tree, depth - 1);
    return at;
  };
  for (let tree = 0; tree < 7; tree++) roots!.push(node(tree, 4));
  return {
    ...{ feature: Int32Array.from(feature!), mode: Uint8Array.from(mode!), value: Float64Array.from(value!) },
    ...{ whenTrue: Int32Array.from(yes!), whenFalse: Int32Array.from(no!), missingTrue: Uint8Array.from(missing!) },
    ...{ members: new Map(), roots: Int32Array.from(roots!), leafStarts: Int32Array.from(starts!) },
    ...{ targets: Int32Array.from(targets!), weights: Float64Array.from(weights!) },
  };
}

/** Rows of values at borders, beside them, missing and infinite. */
function randomRows(draw: Random, rows: number): Float32Array {
  const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, ...borders];
  return Float32Array.from({ length: 3 * rows }, () =>
    draw.next() < 0.6 ? odd[draw.integer(odd.length)]! : 4 * draw.next() - 2,
  );
}

function walked(trees: TreeNodes, rows: Float32Array, nTargets: number): Float64Array {
  const sums = new Float64Array((rows.length / 3) * nTargets);
  for (let i = 0; i < rows.length / 3; i++) {
    for (const root of trees.roots) {
      const leaf = leafOf(trees, root, rows, 3 * i);
      for (let w = trees.leafStarts[leaf]!; w < trees.leafStarts[leaf + 1]!; w++)
        sums[i * nTargets + trees.targets[w]!]! += trees.weights[w]!;
    }
  }
  return sums;
}

const cases = [
  [1, false],
  [3, false],
  [3, true],
] as const;

describe("foreign trees as an ensemble", () => {
  it.each(cases)("of %i targets (vectors: %s) sum to the bits of a walk over the nodes", (nTargets, isVector) => {
    for (let seed = 0; seed < 60; seed++) {
      const draw = random(seed, "trees");
      const trees = randomTrees(draw, nTargets, isVector);
      const nSamples = seed % 2 === 0 ? 5 : 200;
      const rows = randomRows(draw, nSamples);
      const ensemble = compileTrees(trees, nTargets);
      expect(ensemble).not.toBeNull();
      const { nFeatures } = ensemble!;
      const values = new Float32Array(nFeatures * nSamples).map((_, at) => {
        return rows[3 * (at % nSamples) + Math.floor(at / nSamples)]!;
      });
      const sums = new Predictor(ensemble!).sums({ nSamples, nFeatures, values, features: [] });
      expect(sums).toEqual(walked(trees, rows, nTargets));
    }
  });

  it("is left to the walk where an ensemble can't say it", () => {
    const trees = randomTrees(random(1, "trees"), 1, false);
    const refused: Partial<TreeNodes>[] = [
      { mode: trees.mode.with(0, modes.BRANCH_EQ) },
      { mode: trees.mode.with(0, modes.BRANCH_MEMBER) },
      { value: trees.value.with(0, Number.NaN) },
      { value: trees.value.with(0, Number.NEGATIVE_INFINITY) },
      { weights: trees.weights.with(0, 0.1) },
      { roots: Int32Array.of(trees.roots[0]!, trees.roots[0]!) },
    ];
    for (const change of refused) expect(compileTrees({ ...trees, ...change }, 1)).toBeNull();
  });
});
