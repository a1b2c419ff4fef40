import { describe, expect, it } from "vitest";
import { type RandomEnsembleShape, randomEnsemble, randomRows } from "../../../test/fixtures/random-ensemble.ts";
import { goesLeft, shapleyValues } from "../../../test/fixtures/shapley.ts";
import type { Ensemble } from "../estimators/trees/ensemble.ts";
import { Predictor } from "../estimators/trees/predictor.ts";
import { type Matrix, matrix } from "../frame/matrix.ts";
import { pairContributions } from "./pair-contributions.ts";

const shapes: Readonly<Record<string, RandomEnsembleShape>> = {
  "numeric features, repeated on paths": { trees: 9, nFeatures: 3, maxDepth: 6 },
  "categories and missing values": { trees: 8, nFeatures: 5, maxDepth: 5, categoricalEvery: 2 },
  "one tree an output": { trees: 9, nFeatures: 4, maxDepth: 4, outputs: 3 },
  "vectors in leaves": { trees: 4, nFeatures: 4, maxDepth: 4, outputs: 3, vectors: true },
  "huge values": { trees: 5, nFeatures: 4, maxDepth: 5, scale: 1e30 },
  "more features on a path than a mask holds": { trees: 2, nFeatures: 10, maxDepth: 16, categoricalEvery: 9 },
};

describe("contributions against background rows", () => {
  for (const [name, shape] of Object.entries(shapes)) {
    it(`are the Shapley values over all subsets: ${name}`, () => {
      for (const seed of [1, 2]) {
        // whoever trained it didn't say how many rows took each path: background rows make up for it
        const ensemble = { ...randomEnsemble(seed, shape), weights: null };
        const { nFeatures, outputs } = ensemble;
        const X = randomRows(seed, nFeatures > 8 ? 2 : 5, ensemble);
        const background = randomRows(seed + 100, 7, ensemble);
        const { expected, contributions } = pairContributions(ensemble, X, background);
        const unit = shape.scale ?? 1;
        for (let i = 0; i < X.nSamples; i++) {
          for (let k = 0; k < outputs; k++) {
            const worth = (known: number): number => meanAnswer(ensemble, X, i, background, known, k) / unit;
            expect(expected[k]! / unit).toBeCloseTo(worth(0), 9);
            shapleyValues(nFeatures, worth).forEach((value, f) => {
              expect(contributions[(i * nFeatures + f) * outputs + k]! / unit).toBeCloseTo(value, 9);
            });
          }
        }
      }
    });
  }

  it("add up to the score for deep trees over many features", () => {
    const ensemble = randomEnsemble(5, { trees: 3, nFeatures: 200, maxDepth: 14, categoricalEvery: 5 });
    const X = randomRows(6, 9, ensemble);
    const { expected, contributions } = pairContributions(ensemble, X, randomRows(7, 20, ensemble));
    new Predictor(ensemble).sums(X).forEach((score, i) => {
      const sum = contributions.subarray(i * 200, i * 200 + 200).reduce((all, one) => all + one, expected[0]!);
      expect(sum).toBeCloseTo(score, 9);
    });
  });

  it("walk trees as prediction does", () => {
    const ensemble = randomEnsemble(3, { trees: 5, nFeatures: 4, maxDepth: 6, categoricalEvery: 2 });
    const X = randomRows(3, 50, ensemble);
    const sums = new Predictor(ensemble).sums(X);
    for (let i = 0; i < 50; i++) expect(meanAnswer(ensemble, X, i, X, 15, 0)).toBeCloseTo(sums[i]!, 9);
  });
});

/** What output k answers on average over the background where only some features of row i are known. */
function meanAnswer(ensemble: Ensemble, X: Matrix, i: number, background: Matrix, known: number, k: number): number {
  const { nFeatures, roots, feature, left, value, vectors, outputs } = ensemble;
  let sum = 0;
  for (let j = 0; j < background.nSamples; j++) {
    const mixed = matrix(1, X.features);
    for (let f = 0; f < nFeatures; f++) {
      mixed.values[f] =
        (known >> f) & 1 ? X.values[f * X.nSamples + i]! : background.values[f * background.nSamples + j]!;
    }
    for (let t = 0; t + 1 < roots.length; t++) {
      if (vectors === null && t % outputs !== k) continue;
      let node = roots[t]!;
      while (feature[node] !== -1) node = roots[t]! + left[node]! + (goesLeft(ensemble, node, mixed, 0) ? 0 : 1);
      sum += vectors === null ? value[node]! : vectors[left[node]! * outputs + k]!;
    }
  }
  return sum / background.nSamples;
}
