import { fail } from "../../../errors/index.ts";
import type { Matrix } from "../../frame/matrix.ts";
import { log } from "../../kernels/math.ts";
import { random } from "../../random.ts";
import type { FitContext } from "../estimator.ts";
import { fitFingerprint } from "../fit-fingerprint.ts";
import type { ParameterValues } from "../parameters.ts";
import { reportProgress } from "../progress.ts";
import type { Clustering } from "./clustering.ts";
import { type ClusteringState, readClusteringState, restorePoints, writeClusteringState } from "./clustering-state.ts";
import { assignAll, inertiaOf, lloyd } from "./lloyd.ts";
import { seedCentres } from "./seed-centres.ts";
import { SharedPoints } from "./shared-points.ts";

/**
 * k-means from several seedings; the one of least inertia.
 * @param params restarts, maxIterations, tolerance (a share of the features' mean variance)
 * @param estimator stands in messages and in checkpoints
 * @throws ML_TOO_FEW_SAMPLES where rows of positive weight are fewer than clusters
 */
export function clusterPoints(
  X: Matrix,
  nCentres: number,
  params: ParameterValues,
  context: FitContext,
  estimator: string,
): Clustering {
  const { checkpoint, sampleWeight: weight, seed } = context;
  const rows = weight === undefined ? X.nSamples : weight.reduce((count, one) => count + (one > 0 ? 1 : 0), 0);
  if (rows < nCentres) {
    const what = `${estimator}({ clusters: ${nCentres} })`;
    throw fail("ML_TOO_FEW_SAMPLES", { what, needed: nCentres, got: rows });
  }
  const [restarts, maxIterations] = [params["restarts"] as number, params["maxIterations"] as number];
  reportProgress(context, 0, "reading");
  const points = new SharedPoints(X, weight, nCentres, context.team);
  const tolerance = (params["tolerance"] as number) * meanVariance(points);
  const fingerprint = fitFingerprint(estimator, params, seed, X);
  const resumed =
    checkpoint?.resume && readClusteringState(estimator, fingerprint, points, restarts, checkpoint.resume);
  let best = resumed?.best;
  for (let restart = resumed?.restart ?? 0; restart < restarts; restart++) {
    const going = restart === resumed?.restart ? resumed : undefined;
    const note = `seeding ${restart + 1} of ${restarts}`;
    reportProgress(context, restart / restarts, note);
    const centres = going === undefined ? seeded(points, seed, restart) : restorePoints(points, going);
    const beforeIteration = (iteration: number): void => {
      reportProgress(context, restart / restarts, note);
      if (checkpoint === undefined || iteration === 0 || iteration % checkpoint.every !== 0) return;
      if (iteration === going?.iteration) return;
      const state: ClusteringState = { restart, iteration, centres, best };
      checkpoint.save(writeClusteringState(fingerprint, points, state));
    };
    lloyd(points, centres, { maxIterations, tolerance, beforeIteration }, going?.iteration ?? 0);
    const inertia = inertiaOf(points);
    if (best !== undefined && !(inertia < best.inertia)) continue;
    best = { inertia, centres: placed(points, centres.positions), clusters: clustersOf(points) };
  }
  reportProgress(context, 1, "clustered");
  return best!;
}

function seeded(points: SharedPoints, seed: number, restart: number) {
  const stream = random(seed, "kMeans", restart);
  return assignAll(points, seedCentres(points, 2 + Math.floor(log(points.nCentres)), stream));
}

/** Centres where the features' means were not taken off, without padding. */
function placed({ nCentres, nFeatures, stride, means }: SharedPoints, positions: Float64Array): Float64Array {
  return Float64Array.from({ length: nCentres * nFeatures }, (_, at) => {
    const f = at % nFeatures;
    return means[f]! + positions[((at - f) / nFeatures) * stride + f]!;
  });
}

function clustersOf({ kernel, clusters, nSamples }: SharedPoints): Int32Array {
  return kernel.int32(clusters, nSamples).slice();
}

/** Mean over the features of their weighted variance. */
function meanVariance({ kernel, rows, nSamples, nFeatures, stride, weight }: SharedPoints): number {
  const values = kernel.float32(rows, nSamples * stride);
  let [squares, total] = [0, 0];
  for (let i = 0; i < nSamples; i++) {
    let square = 0;
    for (let at = i * stride; at < (i + 1) * stride; at++) square += values[at]! * values[at]!;
    const one = weight === undefined ? 1 : weight[i]!;
    squares += one * square;
    total += one;
  }
  return nFeatures === 0 ? 0 : squares / total / nFeatures;
}
