import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Ensemble } from "../../src/ml/estimators/trees/ensemble.ts";
import { pairContributions } from "../../src/ml/explain/pair-contributions.ts";
import { TreeExplainer } from "../../src/ml/explain/tree-contributions.ts";
import { type Matrix, matrixFromRows } from "../../src/ml/index.ts";

interface Case {
  readonly name: string;
  readonly ensemble: {
    readonly outputs: number;
    readonly roots: number[];
    readonly feature: number[];
    readonly left: number[];
    readonly value: number[];
    readonly flags: number[];
    readonly weights: number[];
    readonly vectors: number[];
  };
  readonly rows: (number | null)[];
  readonly background: (number | null)[];
  readonly byShares: number[];
  readonly byPairs: number[];
}

const { features, cases } = JSON.parse(readFileSync(new URL("explain.json", import.meta.url), "utf8")) as {
  features: number;
  cases: Case[];
};

describe.each(cases)(
  "SHAP values of shap itself: $name",
  ({ ensemble: trees, rows, background, byShares, byPairs }) => {
    const ensemble: Ensemble = {
      nFeatures: features,
      outputs: trees.outputs,
      categories: Array.from({ length: features }, () => null),
      roots: Uint32Array.from(trees.roots),
      feature: Int32Array.from(trees.feature),
      left: Uint32Array.from(trees.left),
      value: Float32Array.from(trees.value),
      flags: Uint8Array.from(trees.flags),
      sets: new Uint8Array(0),
      vectors: trees.outputs === 1 ? null : Float32Array.from(trees.vectors),
      weights: Float32Array.from(trees.weights),
    };
    const X = matrixOf(rows);

    it("by the shares of the training rows", () => {
      expectClose(new TreeExplainer(ensemble).explain(X).contributions, byShares);
    });

    it("against background rows", () => {
      expectClose(pairContributions(ensemble, X, matrixOf(background)).contributions, byPairs);
    });
  },
);

function matrixOf(values: readonly (number | null)[]): Matrix {
  return matrixFromRows(
    Array.from({ length: values.length / features }, (_, i) =>
      values.slice(i * features, (i + 1) * features).map((value) => value ?? Number.NaN),
    ),
  );
}

/** Leaves are float32 here, and XGBoost sums its contributions in float32: a millionth of the largest. */
function expectClose(ours: Float64Array, theirs: readonly number[]): void {
  expect(ours).toHaveLength(theirs.length);
  const unit = theirs.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  const gap = theirs.reduce((most, one, i) => Math.max(most, Math.abs(one - ours[i]!)), 0);
  expect(gap / unit).toBeLessThan(1e-6);
}
