import { fail } from "../../../errors/index.ts";
import type { Matrix } from "../../frame/matrix.ts";
import type { ThreadTeam } from "../../kernels/thread-team.ts";
import { checkFeatures } from "../check-fit.ts";
import { SharedFeatures } from "../linear-algebra/shared-features.ts";
import { symmetricEigen } from "../linear-algebra/symmetric-eigen.ts";

/** Settings of {@link PrincipalComponents.fit}. */
export interface PrincipalComponentsOptions {
  /** How many axes are kept, at most the number of features; default all. */
  readonly components?: number;
  /** Projections are divided by their standard deviation. */
  readonly whiten?: boolean;
  /** (nSamples), >= 0; repeating a sample k times equals weight k. */
  readonly sampleWeight?: Float64Array | undefined;
  readonly team?: ThreadTeam | undefined;
}

/**
 * Principal components: the orthogonal axes along which samples vary most, found exactly from the covariance matrix. Each
 * axis points where its entry of largest magnitude is positive.
 * @see Jolliffe 2002, "Principal component analysis"
 */
export class PrincipalComponents {
  /**
   * @param means (nFeatures) @param axes (nComponents, nFeatures) row-major, orthonormal
   * @param explainedVariance (nComponents) variance along each axis, unbiased (divided by Σ weight - 1)
   * @param explainedVarianceRatio (nComponents) its share of the variance of all features
   */
  constructor(
    readonly means: Float64Array,
    readonly axes: Float64Array,
    readonly explainedVariance: Float64Array,
    readonly explainedVarianceRatio: Float64Array,
    readonly whiten: boolean,
  ) {}

  /**
   * @param X (nSamples, nFeatures), finite
   * @throws ML_TOO_FEW_SAMPLES without samples, ML_PARAMETER_INVALID for components outside 1..nFeatures,
   *   ML_VALUE_NOT_FINITE where values are missing or their squares overflow
   */
  static fit(X: Matrix, options: PrincipalComponentsOptions = {}): PrincipalComponents {
    const d = X.nFeatures;
    const kept = options.components ?? d;
    if (X.nSamples < 1) throw fail("ML_TOO_FEW_SAMPLES", { what: "pca", needed: 1, got: X.nSamples });
    if (!Number.isInteger(kept) || kept < Math.min(1, d) || kept > d) {
      const expected = `a whole number from 1 to ${d}, the number of features`;
      throw fail("ML_PARAMETER_INVALID", { estimator: "pca", parameter: "components", expected, got: `${kept}` });
    }
    const features = new SharedFeatures(X, options.sampleWeight, { team: options.team, gram: true });
    const means = features.means();
    const { G } = features.gram(means);
    if (!G.every(Number.isFinite)) {
      throw fail("ML_VALUE_NOT_FINITE", { what: "pca: the covariance of the features", got: "a value that is not" });
    }
    const freedom = features.total > 1 ? features.total - 1 : 1;
    const { values, vectors } = symmetricEigen(
      G.map((one) => one / freedom),
      d,
    );
    const variances = values.map((value) => Math.max(0, value));
    const total = variances.reduce((sum, one) => sum + one, 0);
    const explained = variances.slice(0, kept);
    const ratio = explained.map((one) => (total > 0 ? one / total : 0));
    return new PrincipalComponents(means, vectors.slice(0, kept * d), explained, ratio, options.whiten === true);
  }

  get nFeatures(): number {
    return this.means.length;
  }

  get nComponents(): number {
    return this.explainedVariance.length;
  }

  /** Coordinates of the samples along the axes: (nSamples, nComponents) row-major. @throws ML_SHAPE_MISMATCH */
  transform(X: Matrix): Float64Array {
    checkFeatures("pca", this.nFeatures, X);
    const { nFeatures: d, nComponents: k, axes, means } = this;
    const projected = new Float64Array(X.nSamples * k);
    for (let i = 0; i < X.nSamples; i++) {
      for (let c = 0; c < k; c++) {
        let sum = 0;
        for (let f = 0; f < d; f++) sum += axes[c * d + f]! * (X.values[f * X.nSamples + i]! - means[f]!);
        projected[i * k + c] = sum / this.#scale(c);
      }
    }
    return projected;
  }

  /** Samples of given coordinates: (nSamples, nFeatures) row-major. @param projected as `transform` gives it @throws ML_SHAPE_MISMATCH */
  inverseTransform(projected: Float64Array): Float64Array {
    const { nFeatures: d, nComponents: k, axes, means } = this;
    if (k === 0 ? projected.length > 0 : projected.length % k !== 0) {
      const expected = `rows of ${k} coordinates`;
      throw fail("ML_SHAPE_MISMATCH", { what: "pca: projected", expected, got: `${projected.length} values` });
    }
    const n = k === 0 ? 0 : projected.length / k;
    const restored = new Float64Array(n * d);
    for (let i = 0; i < n; i++) {
      for (let f = 0; f < d; f++) {
        let sum = means[f]!;
        for (let c = 0; c < k; c++) sum += axes[c * d + f]! * projected[i * k + c]! * this.#scale(c);
        restored[i * d + f] = sum;
      }
    }
    return restored;
  }

  /** Squared distance of each sample to its image among the kept axes: (nSamples). @throws ML_SHAPE_MISMATCH */
  reconstructionErrors(X: Matrix): Float64Array {
    const projected = this.transform(X);
    const { nFeatures: d, nComponents: k, axes, means } = this;
    return Float64Array.from({ length: X.nSamples }, (_, i) => {
      let squares = 0;
      for (let f = 0; f < d; f++) {
        let rest = X.values[f * X.nSamples + i]! - means[f]!;
        for (let c = 0; c < k; c++) rest -= axes[c * d + f]! * projected[i * k + c]! * this.#scale(c);
        squares += rest * rest;
      }
      return squares;
    });
  }

  /** What a coordinate is divided by; an axis without variance is left as it is. */
  #scale(component: number): number {
    const deviation = Math.sqrt(this.explainedVariance[component]!);
    return this.whiten && deviation > 0 ? deviation : 1;
  }
}
