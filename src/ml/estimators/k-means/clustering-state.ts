import { checkpointFields } from "../checkpoint-fields.ts";
import type { ModelData } from "../estimator.ts";
import type { Clustering } from "./clustering.ts";
import type { Centres } from "./lloyd.ts";
import type { SharedPoints } from "./shared-points.ts";

/** How far a clustering is. */
export interface ClusteringState {
  readonly restart: number;
  /** Iterations done of this restart. */
  readonly iteration: number;
  readonly centres: Centres;
  /** The best of the restarts before. */
  readonly best: Clustering | undefined;
}

/** A state that was read: the rows' bounds come with it. */
export interface StoredClustering extends ClusteringState {
  readonly clusters: Int32Array;
  readonly upper: Float32Array;
  readonly lower: Float32Array;
}

/** The state as plain data. The rows' bounds are in it, since which rows are skipped may decide between equal distances. */
export function writeClusteringState(
  fingerprint: string,
  { kernel, nSamples, clusters, upper, lower }: SharedPoints,
  { restart, iteration, centres, best }: ClusteringState,
): ModelData {
  return {
    fingerprint,
    restart,
    iteration,
    positions: centres.positions.slice(),
    sums: centres.sums.slice(),
    masses: centres.masses.slice(),
    clusters: kernel.int32(clusters, nSamples).slice(),
    upper: kernel.float32(upper, nSamples).slice(),
    lower: kernel.float32(lower, nSamples).slice(),
    found: best === undefined ? 0 : 1,
    bestInertia: Float64Array.from(best === undefined ? [] : [best.inertia]),
    bestCentres: best?.centres ?? new Float64Array(),
    bestClusters: best?.clusters ?? new Int32Array(),
  };
}

/** @throws ML_CHECKPOINT_CORRUPT */
export function readClusteringState(
  estimator: string,
  fingerprint: string,
  { nSamples, nFeatures, nCentres, stride }: SharedPoints,
  restarts: number,
  state: ModelData,
): StoredClustering {
  const fields = checkpointFields(estimator, state, fingerprint);
  const found = fields.integer("found", 0, 1);
  const last = nCentres - 1;
  const bestCentres = fields.doubles("bestCentres", found * nCentres * nFeatures);
  const bestClusters = fields.integers("bestClusters", found * nSamples, 0, last);
  const [inertia] = fields.doubles("bestInertia", found);
  const read = {
    restart: fields.integer("restart", 0, restarts - 1),
    iteration: fields.integer("iteration", 1, 1_000_000),
    centres: {
      positions: fields.doubles("positions", nCentres * stride).slice(),
      sums: fields.doubles("sums", nCentres * stride).slice(),
      masses: fields.doubles("masses", nCentres).slice(),
    },
    clusters: fields.integers("clusters", nSamples, 0, last),
    upper: fields.floats("upper", nSamples),
    lower: fields.floats("lower", nSamples),
    best: inertia === undefined ? undefined : { inertia, centres: bestCentres, clusters: bestClusters },
  };
  fields.end();
  return read;
}

/** Puts the rows' state back to where it was. */
export function restorePoints(points: SharedPoints, { centres, clusters, upper, lower }: StoredClustering): Centres {
  const { kernel, nSamples } = points;
  points.placeCentres(centres.positions);
  kernel.int32(points.clusters, nSamples).set(clusters);
  kernel.float32(points.upper, nSamples).set(upper);
  kernel.float32(points.lower, nSamples).set(lower);
  return centres;
}
