import { fail } from "../../../errors/index.ts";
import type { Matrix } from "../../frame/matrix.ts";
import { log } from "../../kernels/math.ts";
import { random } from "../../random.ts";
import { checkFeatures } from "../check-fit.ts";
import { defineEstimator } from "../define-estimator.ts";
import type { EstimatorDefinition, FitContext, Model, ModelData } from "../estimator.ts";
import { featureMeans, sumsOfSquares } from "../linear-algebra/gram.ts";
import { modelFields, mostFeatures } from "../model-fields.ts";
import type { ParameterValues } from "../parameters.ts";
import { reportProgress } from "../progress.ts";
import { type Clustering, lloyd, nearestCentre, type Points, seedCentres } from "./lloyd.ts";

/**
 * k-means: centres that minimise Σ w (distance to the nearest centre)². Clusters are numbered by the order of their
 * centres' coordinates, so that equal clusterings have equal numbers.
 */
export const kMeansDefinition: EstimatorDefinition<"clustering"> = {
  name: "kMeans",
  summary: "Rows grouped around centres; a row belongs to the nearest.",
  tasks: ["clustering"],
  accepts: { missing: false, categories: false, needsScaling: true },
  parameters: {
    clusters: {
      type: "integer",
      default: 8,
      low: 1,
      high: 65_535,
      search: { low: 2, high: 12 },
      summary: "How many centres.",
    },
    restarts: { type: "integer", default: 5, low: 1, high: 1000, summary: "Seedings tried; the best is kept." },
    maxIterations: { type: "integer", default: 300, low: 1, high: 1_000_000, summary: "Most iterations per seeding." },
    tolerance: {
      type: "number",
      default: 1e-6,
      low: 0,
      high: 1,
      summary: "A seeding ends when its centres move less than this share of the features' mean variance (squared).",
    },
  },
  complexity: 2,
  fit(X, _y, params, context) {
    const best = bestOfRestarts(X, params, context);
    return model(sortCentres(best.centres, X.nFeatures), X.nFeatures, params["clusters"] as number);
  },
  load(data: ModelData) {
    const fields = modelFields("kMeans", data);
    const nFeatures = fields.integer("nFeatures", 0, mostFeatures);
    const clusters = fields.integer("clusters", 1, 65_535);
    const centres = fields.doubles("centres", clusters * nFeatures);
    fields.end();
    return model(centres, nFeatures, clusters);
  },
};

/** k-means clustering: `kMeans({ clusters: 5 })`. */
export const kMeans = defineEstimator(kMeansDefinition);

function bestOfRestarts(X: Matrix, params: ParameterValues, context: FitContext): Clustering {
  const [clusters, restarts] = [params["clusters"] as number, params["restarts"] as number];
  const points = pointsOf(X, context.sampleWeight);
  const rows = points.weight.reduce((count, one) => count + (one > 0 ? 1 : 0), 0);
  if (rows < clusters)
    throw fail("ML_TOO_FEW_SAMPLES", { what: `kMeans({ clusters: ${clusters} })`, needed: clusters, got: rows });
  const tolerance = (params["tolerance"] as number) * meanVariance(X, context.sampleWeight);
  let best: Clustering | undefined;
  for (let restart = 0; restart < restarts; restart++) {
    const stream = random(context.seed, "kMeans", restart);
    const note = `seeding ${restart + 1} of ${restarts}`;
    reportProgress(context, restart / restarts, note);
    const found = lloyd(points, seedCentres(points, clusters, 2 + Math.floor(log(clusters)), stream), {
      maxIterations: params["maxIterations"] as number,
      tolerance,
      beforeIteration: () => reportProgress(context, restart / restarts, note),
    });
    if (best === undefined || found.inertia < best.inertia) best = found;
  }
  reportProgress(context, 1, "clustered");
  return best!;
}

function pointsOf(X: Matrix, weight: Float64Array | undefined): Points {
  const values = new Float64Array(X.values.length);
  for (let f = 0; f < X.nFeatures; f++) {
    for (let i = 0; i < X.nSamples; i++) values[i * X.nFeatures + f] = X.values[f * X.nSamples + i]!;
  }
  const { nSamples, nFeatures } = X;
  return { values, nSamples, nFeatures, weight: weight ?? new Float64Array(nSamples).fill(1) };
}

function meanVariance(X: Matrix, weight: Float64Array | undefined): number {
  const squares = sumsOfSquares(X, featureMeans(X, weight), weight);
  const total = weight === undefined ? X.nSamples : weight.reduce((sum, one) => sum + one, 0);
  return squares.length === 0 ? 0 : squares.reduce((sum, one) => sum + one, 0) / squares.length / total;
}

function sortCentres(centres: Float64Array, nFeatures: number): Float64Array {
  if (nFeatures === 0) return centres;
  const rows = Array.from({ length: centres.length / nFeatures }, (_, k) =>
    centres.slice(k * nFeatures, (k + 1) * nFeatures),
  );
  rows.sort((a, b) => {
    const f = a.findIndex((one, at) => one !== b[at]);
    return f < 0 ? 0 : a[f]! - b[f]!;
  });
  return Float64Array.from(rows.flatMap((row) => [...row]));
}

function model(centres: Float64Array, nFeatures: number, clusters: number): Model {
  return {
    estimator: "kMeans",
    task: "clustering",
    nFeatures,
    nClasses: 0,
    predict(X) {
      checkFeatures("kMeans", nFeatures, X);
      const row = new Float64Array(nFeatures);
      return Float64Array.from({ length: X.nSamples }, (_, i) => {
        for (let f = 0; f < nFeatures; f++) row[f] = X.values[f * X.nSamples + i]!;
        return nFeatures === 0 ? 0 : nearestCentre(row, 0, centres, nFeatures).cluster;
      });
    },
    toData: () => ({ nFeatures, clusters, centres }),
  };
}
