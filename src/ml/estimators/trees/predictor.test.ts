import { describe, expect, it } from "vitest";
import { type Feature, type Matrix, matrix } from "../../frame/matrix.ts";
import { type Random, random } from "../../random.ts";
import type { Ensemble } from "./ensemble.ts";
import { slotsOf } from "./feature-slots.ts";
import { lanesLayout } from "./lanes-layout.ts";
import { Predictor } from "./predictor.ts";
import { walkLayout } from "./walk-layout.ts";

interface Shape {
  readonly trees: number;
  readonly splits: number;
  readonly numeric: number;
  readonly categorical: number;
  /** Distinct thresholds of a feature. */
  readonly thresholds: number;
  readonly outputs: number;
  readonly vectors: boolean;
  /** One threshold lies far from all others. */
  readonly isFar?: boolean;
}

const small: Shape = {
  trees: 13,
  splits: 20,
  numeric: 5,
  categorical: 0,
  thresholds: 30,
  outputs: 1,
  vectors: false,
};

function thresholdOf({ thresholds, isFar }: Shape, j: number): number {
  if (j === 0) return Number.POSITIVE_INFINITY;
  return j === 1 && isFar === true ? 1e7 : Math.fround(j - thresholds / 2);
}

/** Random trees, grown where a random leaf is. */
function ensembleOf(shape: Shape, draw: Random): Ensemble {
  const nFeatures = shape.numeric + shape.categorical;
  const levels = 60;
  const [roots, feature, left, value, flags, sets] = [[0], [], [], [], [], []] as number[][] as [
    number[],
    number[],
    number[],
    number[],
    number[],
    number[],
  ];
  const nVectors = 7;
  for (let t = 0; t < shape.trees; t++) {
    const root = feature.length;
    const leaf = (): void => {
      feature.push(-1);
      left.push(shape.vectors ? draw.integer(nVectors) : 0);
      value.push(shape.vectors ? 0 : Math.fround(draw.next() - 0.5));
      flags.push(0);
    };
    leaf();
    const open = [root];
    for (let s = 0; s < shape.splits; s++) {
      const at = open.splice(draw.integer(open.length), 1)[0]!;
      const f = draw.integer(nFeatures);
      feature[at] = f;
      left[at] = feature.length - root;
      flags[at] = draw.integer(2) | (f < shape.numeric ? 0 : 2);
      const j = draw.integer(shape.thresholds);
      value[at] = f < shape.numeric ? thresholdOf(shape, j) : 0;
      leaf();
      leaf();
      open.push(feature.length - 2, feature.length - 1);
    }
    roots.push(feature.length);
  }
  for (let i = 0; i < feature.length; i++) {
    if ((flags[i]! & 2) !== 0) for (let b = 0; b < 32; b++) sets.push(draw.integer(256));
  }
  return {
    nFeatures,
    outputs: shape.outputs,
    categories: Array.from({ length: nFeatures }, (_, f) =>
      f < shape.numeric ? null : Uint8Array.from({ length: levels }, () => draw.integer(256)),
    ),
    roots: Uint32Array.from(roots),
    feature: Int32Array.from(feature),
    left: Uint32Array.from(left),
    value: Float32Array.from(value),
    flags: Uint8Array.from(flags),
    sets: Uint8Array.from(sets),
    vectors: shape.vectors ? Float32Array.from({ length: nVectors * shape.outputs }, () => draw.next()) : null,
    weights: null,
  };
}

/** Values on, between and beyond the thresholds; missing ones; codes that no level has. */
function rowsOf({ numeric, categorical, thresholds }: Shape, n: number, draw: Random): Matrix {
  const features = Array.from({ length: numeric + categorical }, (_, f): Feature => {
    return f < numeric ? { name: `x${f}`, kind: "numeric" } : { name: `c${f}`, kind: "categorical", levels: 60 };
  });
  const X = matrix(n, features);
  const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 3e38];
  for (let i = 0; i < X.values.length; i++) {
    const isNumeric = i < n * numeric;
    const any = isNumeric ? (draw.integer(4 * thresholds) - 2 * thresholds) / 4 : draw.integer(64) - 2;
    X.values[i] = draw.integer(8) === 0 ? odd[draw.integer(odd.length)]! : any;
  }
  return X;
}

/** The definition of an ensemble, read as it stands. */
function walked(ensemble: Ensemble, X: Matrix): Float64Array {
  const { roots, feature, left, value, flags, sets, vectors, outputs, categories } = ensemble;
  const setOf = new Map<number, number>();
  for (let i = 0; i < feature.length; i++) if ((flags[i]! & 2) !== 0) setOf.set(i, setOf.size);
  const goesLeft = (node: number, x: number): boolean => {
    const binOf = categories[feature[node]!]!;
    if (binOf !== null) {
      const bin = x >= 0 && x < binOf.length ? binOf[Math.trunc(x)]! : 0;
      return ((sets[setOf.get(node)! * 32 + (bin >> 3)]! >> (bin & 7)) & 1) === 1;
    }
    return Number.isNaN(x) ? (flags[node]! & 1) === 1 : x <= value[node]!;
  };
  const sums = new Float64Array(X.nSamples * outputs);
  for (let i = 0; i < X.nSamples; i++) {
    for (let t = 0; t + 1 < roots.length; t++) {
      let at = roots[t]!;
      while (feature[at] !== -1) {
        at = roots[t]! + left[at]! + (goesLeft(at, X.values[feature[at]! * X.nSamples + i]!) ? 0 : 1);
      }
      if (vectors === null) sums[i * outputs + (t % outputs)]! += value[at]!;
      else for (let k = 0; k < outputs; k++) sums[i * outputs + k]! += vectors[left[at]! * outputs + k]!;
    }
  }
  return sums;
}

const kindOf = (ensemble: Ensemble): string => {
  const slots = slotsOf(ensemble);
  if (slots === null) return "raw values";
  return lanesLayout(ensemble, slots) !== null ? "lanes" : walkLayout(ensemble, slots) !== null ? "walk" : "none";
};

const cases: readonly (readonly [string, string, Partial<Shape>])[] = [
  ["boosted trees", "lanes", {}],
  ["trees of one leaf", "lanes", { splits: 0 }],
  ["trees of one split", "lanes", { splits: 1, trees: 3 }],
  ["255 thresholds, of which infinity is one", "lanes", { splits: 150, trees: 30, numeric: 2, thresholds: 255 }],
  ["thresholds too crowded for a grid", "lanes", { splits: 150, trees: 30, thresholds: 200, isFar: true }],
  ["256 leaves in a tree", "lanes", { splits: 255, trees: 2, thresholds: 100 }],
  ["257 leaves in a tree", "walk", { splits: 256, trees: 2, thresholds: 100 }],
  ["categories", "lanes", { numeric: 2, categorical: 3 }],
  ["nothing but categories", "lanes", { numeric: 0, categorical: 2, splits: 6 }],
  ["a tree an output", "lanes", { outputs: 3, trees: 12 }],
  ["vectors in the leaves", "lanes", { outputs: 4, vectors: true, categorical: 1 }],
  ["large trees", "walk", { splits: 700 }],
  ["large trees on categories", "walk", { splits: 700, categorical: 2 }],
  ["large trees with vectors", "walk", { splits: 700, outputs: 3, vectors: true }],
  ["large trees, one an output", "walk", { splits: 300, outputs: 2, trees: 12 }],
  ["many thresholds", "raw values", { splits: 200, trees: 20, numeric: 1, thresholds: 5000 }],
  ["many thresholds and categories", "raw values", { splits: 900, numeric: 1, categorical: 1, thresholds: 5000 }],
  [
    "many thresholds with vectors",
    "raw values",
    { splits: 900, numeric: 1, thresholds: 5000, outputs: 2, vectors: true },
  ],
];

describe.each(cases)("an ensemble of %s is scored by %s", (_name, kind, changes) => {
  const shape = { ...small, ...changes };
  const draw = random(7);
  const ensemble = ensembleOf(shape, draw);

  it("as its definition says, to the bit, in batches of any size and row by row", () => {
    expect(kindOf(ensemble)).toBe(kind);
    const predictor = new Predictor(ensemble);
    for (const n of [1, 7, 8, 63, 64, 65, 1025, 20_000]) {
      const X = rowsOf(shape, n, draw);
      const expected = walked(ensemble, X);
      expect(Buffer.from(predictor.sums(X).buffer).equals(Buffer.from(expected.buffer)), `${n} rows`).toBe(true);
      const row = predictor.row();
      for (let i = 0; i < Math.min(n, 200); i++) {
        for (let f = 0; f < X.nFeatures; f++) row.x[f] = X.values[f * n + i]!;
        row.score();
        expect([...row.sums]).toEqual([...expected.subarray(i * shape.outputs, (i + 1) * shape.outputs)]);
      }
    }
  });
});

describe("an ensemble", () => {
  it("of no features and no splits gives the sums of its leaves", () => {
    const shape = { ...small, numeric: 0, splits: 0, trees: 2 };
    const ensemble = ensembleOf(shape, random(1));
    const sum = ensemble.value[0]! + ensemble.value[1]!;
    expect([...new Predictor(ensemble).sums(matrix(9, []))]).toEqual(new Array(9).fill(sum));
  });
});
