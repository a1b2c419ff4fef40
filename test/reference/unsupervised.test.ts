import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  type GaussianMixtureParameters,
  gaussianMixture,
  matrixFromRows,
  mixtureDensity,
  mixtureScores,
  pca,
} from "../../src/ml/index.ts";

const reference = JSON.parse(readFileSync(new URL("unsupervised.json", import.meta.url), "utf8")) as {
  X: number[][];
  mixtures: {
    covariance: NonNullable<GaussianMixtureParameters["covariance"]>;
    weights: number[];
    means: number[][];
    covariances: number[];
    logLikelihood: number[];
    responsibilities: number[];
    bic: number;
    aic: number;
  }[];
  Z: number[][];
  pcas: {
    components: number;
    whiten: boolean;
    axes: number[];
    variance: number[];
    ratio: number[];
    projected: number[];
    restored: number[];
  }[];
};

/** Largest absolute difference of two lists of numbers. */
function gap(ours: ArrayLike<number>, theirs: readonly number[]): number {
  expect(ours.length).toBe(theirs.length);
  return theirs.reduce((most, one, i) => Math.max(most, Math.abs(one - ours[i]!)), 0);
}

describe("Gaussian mixtures reach scikit-learn's maximum", () => {
  const X = matrixFromRows(reference.X);
  for (const one of reference.mixtures) {
    it(one.covariance, () => {
      const params = { components: 3, covariance: one.covariance, tolerance: 1e-13, maxIterations: 5000, restarts: 3 };
      const model = gaussianMixture(params).fit(X, null, { seed: 1 });
      const data = model.toData() as Record<string, Float64Array>;
      // The maximum is flat: two climbs that stop at gains of 1e-12 stand about 1e-6 apart.
      expect(gap(data["weights"]!, one.weights)).toBeLessThan(1e-5);
      expect(gap(data["means"]!, one.means.flat())).toBeLessThan(1e-4);
      expect(gap(data["covariances"]!, one.covariances)).toBeLessThan(1e-4);
      const few = matrixFromRows(reference.X.slice(0, 20));
      const scores = mixtureScores(model, few);
      expect(gap(scores.logLikelihood, one.logLikelihood)).toBeLessThan(1e-4);
      expect(gap(scores.responsibilities, one.responsibilities)).toBeLessThan(1e-4);
      const all = mixtureScores(model, X);
      expect(all.bic).toBeCloseTo(one.bic, 4);
      expect(all.aic).toBeCloseTo(one.aic, 4);
      const anomaly = mixtureDensity(params).fit(X, null, { seed: 1 }).predict(few);
      expect(
        gap(
          anomaly,
          one.logLikelihood.map((value) => -value),
        ),
      ).toBeLessThan(1e-4);
    });
  }
});

describe("principal components equal scikit-learn's", () => {
  const Z = matrixFromRows(reference.Z);
  for (const one of reference.pcas) {
    it(`${one.components} of 5${one.whiten ? ", whitened" : ""}`, () => {
      const fitted = pca.fit(Z, { components: one.components, whiten: one.whiten });
      // Both are exact; scikit-learn's goes through the singular values of the rows, ours through the covariance.
      expect(gap(fitted.axes, one.axes)).toBeLessThan(1e-9);
      expect(gap(fitted.explainedVariance, one.variance)).toBeLessThan(1e-9);
      expect(gap(fitted.explainedVarianceRatio, one.ratio)).toBeLessThan(1e-12);
      const few = matrixFromRows(reference.Z.slice(0, 10));
      const projected = fitted.transform(few);
      expect(gap(projected, one.projected)).toBeLessThan(1e-9);
      expect(gap(fitted.inverseTransform(projected), one.restored)).toBeLessThan(1e-9);
    });
  }
});
