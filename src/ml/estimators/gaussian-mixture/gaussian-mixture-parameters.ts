// Generated from the table of estimators: change that, then `npm run build`.

/** Hyper-parameters of `gaussianMixture`. What is left out is searched where it has a range to search, and else has its default. */
export type GaussianMixtureParameters = {
  /**
   * How many Gaussians.
   *
   * Allowed: a whole number from 1 to 65535. Searched: 1 to 12.
   * @default 4
   */
  readonly components?: number;
  /**
   * Shape of a component: full (any ellipsoid), tied (one ellipsoid for all), diagonal (along the axes), spherical.
   *
   * Searched: `"full"`, `"tied"`, `"diagonal"`, `"spherical"`.
   * @default "full"
   */
  readonly covariance?: "full" | "tied" | "diagonal" | "spherical";
  /**
   * k-means starts tried; the likeliest is kept.
   *
   * Allowed: a whole number from 1 to 1000.
   * @default 1
   */
  readonly restarts?: number;
  /**
   * Most iterations per start.
   *
   * Allowed: a whole number from 1 to 1000000.
   * @default 100
   */
  readonly maxIterations?: number;
  /**
   * A start ends when the mean log likelihood changes by less than this.
   *
   * Allowed: a number from 0 to 1.
   * @default 0.001
   */
  readonly tolerance?: number;
  /**
   * Added to every variance, so that no component collapses onto a point.
   *
   * Allowed: a number above 0.
   * @default 0.000001
   */
  readonly floor?: number;
};
