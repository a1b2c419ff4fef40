import { describe, expect, it } from "vitest";
import { matrix, matrixFromRows } from "../../frame/matrix.ts";
import type { Target } from "../../frame/target.ts";
import { random } from "../../random.ts";
import type { Ensemble } from "../trees/ensemble.ts";
import { extraTrees } from "./extra-trees.ts";

const n = 400;
const draw = random(2, "extra trees test");
const X = matrixFromRows(Array.from({ length: n }, () => [draw.next(), draw.next(), draw.next()]));
const isHigh: Target = {
  kind: "classes",
  classes: ["a", "b"],
  codes: Int32Array.from({ length: n }, (_, i) => (X.values[i]! > 0.5 ? 1 : 0)),
};
const ensembleOf = (params: Record<string, number>): Ensemble =>
  extraTrees(params).fit(X, isHigh, { seed: 1 }).toData()["ensemble"] as unknown as Ensemble;

describe("extra trees", () => {
  it("vote for the side of a threshold", () => {
    const held = matrixFromRows([
      [0.2, 0.5, 0.1],
      [0.8, 0.5, 0.9],
    ]);
    expect([...extraTrees({ trees: 50 }).fit(X, isHigh, { seed: 1 }).predict(held)]).toEqual([0, 1]);
  });

  it("draw their cuts: first splits spread over the feature, where a searched one is always at the step", () => {
    const cuts = new Set<number>();
    const { roots, feature, value } = ensembleOf({ trees: 60, featureSample: 1 });
    for (let t = 0; t + 1 < roots.length; t++) if (feature[roots[t]!] === 0) cuts.add(value[roots[t]!]!);
    expect(cuts.size).toBeGreaterThan(20);
    expect(Math.min(...cuts)).toBeLessThan(0.4);
    expect(Math.max(...cuts)).toBeGreaterThan(0.6);
  });

  it("draw cuts by value, not by rank: a gap between two heaps takes nearly all", () => {
    const heaps = matrixFromRows(Array.from({ length: n }, (_, i) => [(i % 20) / 20 + (i % 2 === 0 ? 0 : 1000)]));
    const codes = Int32Array.from({ length: n }, (_, i) => i % 2);
    const target: Target = { kind: "classes", classes: ["a", "b"], codes };
    const model = extraTrees({ trees: 30 }).fit(heaps, target, { seed: 1 });
    const { roots, value } = model.toData()["ensemble"] as unknown as Ensemble;
    const inGap = Array.from(roots.subarray(0, 30), (root) => value[root]!).filter((cut) => cut > 1 && cut < 1000);
    expect(inGap.length).toBe(30);
  });

  it("see every row in every tree, and a weight as so many rows", () => {
    const { roots, feature, weights } = ensembleOf({ trees: 3 });
    const totals = Array.from({ length: 3 }, (_, t) => {
      const leavesBefore = feature.subarray(0, roots[t]).filter((f) => f === -1).length;
      const leaves = feature.subarray(roots[t], roots[t + 1]).filter((f) => f === -1).length;
      return weights!.subarray(leavesBefore, leavesBefore + leaves).reduce((sum, weight) => sum + weight, 0);
    });
    expect(totals).toEqual([n, n, n]);
    const sampleWeight = Float64Array.from({ length: n }, (_, i) => i % 3);
    const rows = Array.from({ length: n }, (_, i) => i).flatMap((i) => Array.from({ length: i % 3 }, () => i));
    const repeated = matrix(rows.length, X.features);
    rows.forEach((row, i) => {
      for (let f = 0; f < 3; f++) repeated.values[f * rows.length + i] = X.values[f * n + row]!;
    });
    const codes = Int32Array.from(rows, (row) => (isHigh.kind === "classes" ? isHigh.codes[row]! : 0));
    const mean = (of: Float64Array): number => of.reduce((sum, p) => sum + p, 0) / of.length;
    const weighted = extraTrees({ trees: 50 }).fit(X, isHigh, { seed: 1, sampleWeight }).predictProba!(X);
    const again = extraTrees({ trees: 50 }).fit(repeated, { ...isHigh, codes } as Target, { seed: 1 }).predictProba!(X);
    expect(mean(weighted.map((p, i) => Math.abs(p - again[i]!)))).toBeLessThan(0.02);
  });

  it("part missing values and categories", () => {
    const kinds = matrix(
      n,
      [
        { name: "kind", kind: "categorical", levels: 6 },
        { name: "gaps", kind: "numeric" },
      ],
      Float32Array.from({ length: 2 * n }, (_, i) => {
        if (i < n) return i % 7 === 6 ? Number.NaN : i % 7;
        return (i - n) % 3 === 0 ? Number.NaN : 1;
      }),
    );
    const byKind = Int32Array.from({ length: n }, (_, i) => [1, 0, 1, 0, 1, 0, 1][i % 7]!);
    const byGap = Int32Array.from({ length: n }, (_, i) => (i % 3 === 0 ? 1 : 0));
    for (const codes of [byKind, byGap]) {
      const target: Target = { kind: "classes", classes: ["a", "b"], codes };
      const model = extraTrees({ trees: 40, minSamplesLeaf: 1, featureSample: 1 }).fit(kinds, target, { seed: 1 });
      expect([...model.predict(kinds).subarray(0, 21)]).toEqual([...codes.subarray(0, 21)]);
    }
  });
});
