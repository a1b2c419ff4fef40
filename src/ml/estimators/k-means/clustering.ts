/** Centres that were found. */
export interface Clustering {
  /** (nCentres, nFeatures) row-major. */
  readonly centres: Float64Array;
  /** (nSamples) index of each row's centre. */
  readonly clusters: Int32Array;
  /** Σ weight · squared distance to the nearest centre. */
  readonly inertia: number;
}
