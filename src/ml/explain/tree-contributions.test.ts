import { describe, expect, it } from "vitest";
import { type RandomEnsembleShape, randomEnsemble, randomRows } from "../../../test/fixtures/random-ensemble.ts";
import { answerKnowing, shapleyValues } from "../../../test/fixtures/shapley.ts";
import type { Ensemble } from "../estimators/trees/ensemble.ts";
import { Predictor } from "../estimators/trees/predictor.ts";
import { matrixFromRows, takeSamples } from "../frame/matrix.ts";
import { TreeExplainer } from "./tree-contributions.ts";

const shapes: Readonly<Record<string, RandomEnsembleShape>> = {
  "numeric features, repeated on paths": { trees: 9, nFeatures: 3, maxDepth: 6 },
  "categories and missing values": { trees: 8, nFeatures: 5, maxDepth: 5, categoricalEvery: 2 },
  "one tree an output": { trees: 9, nFeatures: 4, maxDepth: 4, outputs: 3 },
  "vectors in leaves": { trees: 4, nFeatures: 4, maxDepth: 4, outputs: 3, vectors: true },
  "huge values": { trees: 5, nFeatures: 4, maxDepth: 5, scale: 1e30 },
};

/** x0 <= 1 ? (x1 <= 1 ? 1 : 5) : 9 over 4, 2 and 2 training rows. */
const tiny: Ensemble = {
  nFeatures: 2,
  outputs: 1,
  categories: [null, null],
  roots: Uint32Array.of(0, 5),
  feature: Int32Array.of(0, 1, -1, -1, -1),
  left: Uint32Array.of(1, 3, 0, 0, 0),
  value: Float32Array.of(1, 1, 9, 1, 5),
  flags: new Uint8Array(5),
  sets: new Uint8Array(0),
  vectors: null,
  weights: Float32Array.of(2, 4, 2),
};

describe("contributions of trees", () => {
  it("are what can be worked out by hand", () => {
    // Nothing known: (4 x 1 + 2 x 5 + 2 x 9) / 8 = 4. x0 = 0 alone: (4 x 1 + 2 x 5) / 6 = 7/3. x1 = 2 alone:
    // 6/8 x 5 + 2/8 x 9 = 6. Both: 5. So x0 adds (7/3 - 4 + 5 - 6) / 2 = -4/3 and x1 (6 - 4 + 5 - 7/3) / 2 = 7/3.
    const { expected, contributions } = new TreeExplainer(tiny).explain(matrixFromRows([[0, 2]]));
    expect(expected[0]).toBeCloseTo(4, 12);
    expect(contributions[0]).toBeCloseTo(-4 / 3, 12);
    expect(contributions[1]).toBeCloseTo(7 / 3, 12);
  });

  for (const [name, shape] of Object.entries(shapes)) {
    it(`are the Shapley values over all subsets: ${name}`, () => {
      for (const seed of [1, 2, 3]) {
        const ensemble = randomEnsemble(seed, shape);
        const { nFeatures, outputs } = ensemble;
        const X = randomRows(seed, 11, ensemble);
        const { expected, contributions } = new TreeExplainer(ensemble).explain(X);
        const unit = shape.scale ?? 1;
        for (let i = 0; i < X.nSamples; i++) {
          for (let k = 0; k < outputs; k++) {
            const worth = (known: number): number => answerKnowing(ensemble, X, i, k, known) / unit;
            expect(expected[k]! / unit).toBeCloseTo(worth(0), 9);
            shapleyValues(nFeatures, worth).forEach((value, f) => {
              expect(contributions[(i * nFeatures + f) * outputs + k]! / unit).toBeCloseTo(value, 9);
            });
          }
        }
      }
    });
  }

  it("add up to the score, however deep the trees and many the features", () => {
    for (const shape of [
      { trees: 30, nFeatures: 28, maxDepth: 6 },
      { trees: 3, nFeatures: 200, maxDepth: 14, categoricalEvery: 5 },
      { trees: 2, nFeatures: 40, maxDepth: 40, outputs: 2, vectors: true },
    ]) {
      const ensemble = shape.maxDepth === 40 ? chain(140) : randomEnsemble(5, shape);
      expectAdditive(ensemble, randomRows(6, 37, ensemble));
    }
  });

  it("are the same bits for a row alone and in a batch", () => {
    const ensemble = randomEnsemble(9, { trees: 20, nFeatures: 6, maxDepth: 6, categoricalEvery: 3 });
    const X = randomRows(9, 2100, ensemble);
    const explainer = new TreeExplainer(ensemble);
    const all = explainer.explain(X).contributions;
    for (const i of [0, 7, 8, 1023, 1024, 2099]) {
      const alone = new TreeExplainer(ensemble).explain(takeSamples(X, [i])).contributions;
      expect([...alone]).toEqual([...all.subarray(i * 6, i * 6 + 6)]);
      expect([...explainer.explain(takeSamples(X, [i])).contributions]).toEqual([...alone]);
    }
  });

  it("of no rows, no trees and trees that are one leaf are none", () => {
    const leaf = randomEnsemble(1, { trees: 4, nFeatures: 2, maxDepth: 0 });
    expect([...new TreeExplainer(leaf).explain(randomRows(1, 3, leaf)).contributions]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(new TreeExplainer(tiny).explain(matrixFromRows([], ["a", "b"])).contributions).toHaveLength(0);
    const none = { ...tiny, roots: Uint32Array.of(0), feature: new Int32Array(0), weights: new Float32Array(0) };
    expect([...new TreeExplainer(none).explain(matrixFromRows([[1, 2]])).contributions]).toEqual([0, 0]);
  });

  it("need the weights of leaves", () => {
    expect(() => new TreeExplainer({ ...tiny, weights: null }).explain(matrixFromRows([[1, 2]]))).toThrow(
      expect.objectContaining({ code: "ML_NOT_EXPLAINABLE" }),
    );
  });
});

/** A tree whose every split parts one leaf off, on another feature each: paths of many distinct features. */
function chain(nFeatures: number): Ensemble {
  const n = 2 * nFeatures + 1;
  const isSplit = (i: number): boolean => i % 2 === 0 && i < 2 * nFeatures;
  return {
    ...tiny,
    nFeatures,
    categories: Array.from({ length: nFeatures }, () => null),
    roots: Uint32Array.of(0, n),
    feature: Int32Array.from({ length: n }, (_, i) => (isSplit(i) ? i / 2 : -1)),
    left: Uint32Array.from({ length: n }, (_, i) => (isSplit(i) ? i + 1 : 0)),
    value: Float32Array.from({ length: n }, (_, i) => (isSplit(i) ? 0.1 : i)),
    flags: new Uint8Array(n),
    weights: Float32Array.from({ length: nFeatures + 1 }, () => 1),
  };
}

function expectAdditive(ensemble: Ensemble, X: ReturnType<typeof randomRows>): void {
  const { nFeatures, outputs } = ensemble;
  const { expected, contributions } = new TreeExplainer(ensemble).explain(X);
  const sums = new Predictor(ensemble).sums(X);
  for (let i = 0; i < X.nSamples; i++) {
    for (let k = 0; k < outputs; k++) {
      let sum = expected[k]!;
      for (let f = 0; f < nFeatures; f++) sum += contributions[(i * nFeatures + f) * outputs + k]!;
      const score = sums[i * outputs + k]!;
      expect(Math.abs(sum - score)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(score)));
    }
  }
}
