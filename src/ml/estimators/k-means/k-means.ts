import { checkFeatures } from "../check-fit.ts";
import { defineEstimator, type EstimatorFactory } from "../define-estimator.ts";
import type { EstimatorDefinition, Model, ModelData } from "../estimator.ts";
import { modelFields, mostFeatures } from "../model-fields.ts";
import { clusterPoints } from "./cluster-points.ts";
import type { KMeansParameters } from "./k-means-parameters.ts";
import { nearestCentre } from "./nearest-centre.ts";

const NAME = "kMeans";

/**
 * k-means: centres that minimise Σ w (distance to the nearest centre)². Clusters are numbered by the order of their
 * centres' coordinates, so that equal clusterings have equal numbers.
 */
export const kMeansDefinition: EstimatorDefinition<"clustering"> = {
  name: NAME,
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
    const clusters = params["clusters"] as number;
    const { centres } = clusterPoints(X, clusters, params, context, NAME);
    return model(sortCentres(centres, X.nFeatures), X.nFeatures, clusters);
  },
  load(data: ModelData) {
    const fields = modelFields(NAME, data);
    const nFeatures = fields.integer("nFeatures", 0, mostFeatures);
    const clusters = fields.integer("clusters", 1, 65_535);
    const centres = fields.doubles("centres", clusters * nFeatures);
    fields.end();
    return model(centres, nFeatures, clusters);
  },
};

/** k-means clustering: `kMeans({ clusters: 5 })`. */
export const kMeans: EstimatorFactory<"clustering", KMeansParameters> = defineEstimator(kMeansDefinition);

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
    estimator: NAME,
    task: "clustering",
    nFeatures,
    nClasses: 0,
    predict(X) {
      checkFeatures(NAME, nFeatures, X);
      const row = new Float64Array(nFeatures);
      return Float64Array.from({ length: X.nSamples }, (_, i) => {
        for (let f = 0; f < nFeatures; f++) row[f] = X.values[f * X.nSamples + i]!;
        return nFeatures === 0 ? 0 : nearestCentre(row, centres);
      });
    },
    toData: () => ({ nFeatures, clusters, centres }),
  };
}
