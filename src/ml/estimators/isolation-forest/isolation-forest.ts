import { explainTrees } from "../../explain/explain-trees.ts";
import type { Matrix } from "../../frame/matrix.ts";
import type { Target } from "../../frame/target.ts";
import { exp } from "../../kernels/math.ts";
import { checkFeatures } from "../check-fit.ts";
import { defineEstimator, type EstimatorFactory } from "../define-estimator.ts";
import type { EstimatorDefinition, FitContext, Model, ModelData } from "../estimator.ts";
import { fitFingerprint } from "../fit-fingerprint.ts";
import type { ParameterTable, ParameterValues } from "../parameters.ts";
import { corrupt, type Ensemble, ensembleData, loadEnsemble, record, wholeNumber } from "../trees/ensemble.ts";
import { ForestTrees } from "../trees/forest/forest-trees.ts";
import { growTrees } from "../trees/forest/grow-trees.ts";
import { finishedRow, Predictor } from "../trees/predictor.ts";
import { weightedRows } from "../trees/rows.ts";
import type { IsolationForestParameters } from "./isolation-forest-parameters.ts";
import { IsolationGrower } from "./isolation-grower.ts";
import { meanPathLength } from "./mean-path-length.ts";
import { RowSampler } from "./row-sampler.ts";

const NAME = "isolationForest";
const LN2 = Math.LN2;

const parameters = {
  trees: { type: "integer", default: 100, low: 1, high: 10_000, summary: "Number of trees." },
  samples: {
    type: "integer",
    default: 256,
    low: 2,
    high: 1_000_000,
    summary: "Samples drawn for each tree, without replacement; all, where there are fewer.",
  },
} as const satisfies ParameterTable;

/**
 * Isolation forest: samples that random splits part from the others soon are anomalous. A sample's weight is how likely
 * it is drawn. @see Liu, Ting and Zhou, Isolation forest (2008)
 */
export const isolationForestDefinition: EstimatorDefinition<"anomaly"> = {
  name: NAME,
  summary: "Scores a sample by how few random splits part it from all others: 1 is anomalous, below 0.5 is ordinary.",
  tasks: ["anomaly"],
  accepts: { missing: false, categories: false, needsScaling: false },
  parameters,
  complexity: 4,
  fit,
  load,
};

/**
 * Anomaly scores: odd rows are cut off from the others by few random splits.
 * @example isolationForest({ trees: 200 })
 */
export const isolationForest: EstimatorFactory<"anomaly", IsolationForestParameters> =
  defineEstimator(isolationForestDefinition);

function fit(X: Matrix, _y: Target | null, params: ParameterValues, context: FitContext): Model {
  const { trees: nTrees, samples } = params as Readonly<Record<keyof typeof parameters, number>>;
  const { seed, sampleWeight, team } = context;
  const rows = weightedRows(X.nSamples, sampleWeight);
  const size = Math.min(samples, rows.length);
  const input = { X, sampler: new RowSampler(rows, sampleWeight), size, deepest: ceilLog2(size), seed };
  const features = X.features.map(() => ({ kind: "numeric", bins: 2, thresholds: new Float32Array() }) as const);
  const trees = new ForestTrees(features, 0);
  const growth = { estimator: NAME, fingerprint: fitFingerprint(NAME, params, seed, X), trees, nTrees };
  growTrees(growth, () => new IsolationGrower(input, nTrees, team), context);
  return isolationModel(trees.build(), size);
}

function isolationModel(ensemble: Ensemble, samples: number): Model {
  const predictor = new Predictor(ensemble);
  const nTrees = ensemble.roots.length - 1;
  const unit = meanPathLength(samples);
  const finish = (sums: Float64Array, result: Float64Array): void => {
    for (let i = 0; i < sums.length; i++) {
      // one sample alone has no path: neither anomalous nor ordinary
      result[i] = unit === 0 ? 0.5 : exp((-LN2 * (sums[i]! / nTrees)) / unit);
    }
  };
  return {
    estimator: NAME,
    task: "anomaly",
    nFeatures: ensemble.nFeatures,
    nClasses: 0,
    predict(X, context) {
      checkFeatures(NAME, ensemble.nFeatures, X);
      const scores = predictor.sums(X, context);
      finish(scores, scores);
      return scores;
    },
    rowScorer: () => finishedRow(predictor.row(), 1, finish),
    // contributions to the logarithm of the score: minus the path length, in units of the expected one
    explain: explainTrees(NAME, ensemble, {
      scale: "log",
      factor: unit === 0 ? 0 : -LN2 / (nTrees * unit),
      offsets: [unit === 0 ? -LN2 : 0],
    }),
    toData: () => ({ samples, ensemble: ensembleData(ensemble) }),
  };
}

/** @throws ML_MODEL_CORRUPT */
function load(data: ModelData): Model {
  const source = record(data, NAME);
  const samples = wholeNumber(source["samples"], "samples", 1, 1_000_000);
  const ensemble = loadEnsemble(source["ensemble"]);
  if (ensemble.outputs !== 1 || ensemble.vectors !== null) throw corrupt("ensemble.outputs", "1", ensemble.outputs);
  if (ensemble.roots.length < 2) throw corrupt("ensemble.roots", "a tree", "none");
  if (ensemble.categories.some((binOf) => binOf !== null))
    throw corrupt("ensemble.levels", "numeric features", "levels");
  ensemble.feature.forEach((f, i) => {
    if (f === -1 && ensemble.value[i]! < 0) throw corrupt(`ensemble.value[${i}]`, "a path length", ensemble.value[i]);
  });
  return isolationModel(ensemble, samples);
}

function ceilLog2(n: number): number {
  let bits = 0;
  for (let size = 1; size < n; size *= 2) bits++;
  return bits;
}
