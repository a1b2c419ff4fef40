import { explainTrees, type TreeScores } from "../../explain/explain-trees.ts";
import type { Matrix } from "../../frame/matrix.ts";
import { exp, log, sigmoid } from "../../kernels/math.ts";
import { checkFeatures } from "../check-fit.ts";
import type { Model, ModelData, PredictContext } from "../estimator.ts";
import { likeliestClasses } from "../trees/class-probabilities.ts";
import {
  corrupt,
  type Ensemble,
  ensembleData,
  finiteNumber,
  loadEnsemble,
  record,
  typed,
  wholeNumber,
} from "../trees/ensemble.ts";
import { finishedRow, Predictor } from "../trees/predictor.ts";
import type { Link } from "./losses/loss.ts";

const NAME = "gradientBoosting";
type BoostedTask = "binary" | "multiclass" | "regression";

/** What a boosted model is: scores before the first tree, trees, and for regression the way back to y's units. */
export interface BoostingParts {
  readonly task: BoostedTask;
  readonly nClasses: number;
  /** (outputs) */
  readonly start: Float64Array;
  readonly centre: number;
  readonly spread: number;
  readonly unit: number;
  readonly link: Link;
  readonly ensemble: Ensemble;
}

/** The model of its parts. */
export function boostingModel(parts: BoostingParts): Model {
  const { task, nClasses, ensemble } = parts;
  const predictor = new Predictor(ensemble);
  const finish = finisherOf(parts);
  const width = Math.max(1, nClasses);
  const finished = (X: Matrix, context?: PredictContext): Float64Array => {
    checkFeatures(NAME, ensemble.nFeatures, X);
    const sums = predictor.sums(X, context);
    const result = width === ensemble.outputs ? sums : new Float64Array(X.nSamples * width);
    finish(sums, result);
    return result;
  };
  const described = {
    estimator: NAME,
    task,
    nFeatures: ensemble.nFeatures,
    nClasses,
    rowScorer: () => finishedRow(predictor.row(), width, finish),
    explain: explainTrees(NAME, ensemble, treeScores(parts)),
    toData: () => dataOf(parts),
  };
  if (task === "regression") return { ...described, predict: finished };
  return {
    ...described,
    predictProba: finished,
    predict: (X, context) => likeliestClasses(finished(X, context), nClasses),
  };
}

/** @throws ML_MODEL_CORRUPT */
export function loadBoosting(data: ModelData): Model {
  const source = record(data, NAME);
  const task = source["task"];
  if (task !== "binary" && task !== "multiclass" && task !== "regression") {
    throw corrupt("task", "binary, multiclass or regression", task);
  }
  const [low, high] = { binary: [2, 2], multiclass: [3, 1_000_000], regression: [0, 0] }[task] as [number, number];
  const nClasses = wholeNumber(source["nClasses"], "nClasses", low, high);
  const ensemble = loadEnsemble(source["ensemble"]);
  const outputs = task === "multiclass" ? nClasses : 1;
  if (ensemble.outputs !== outputs) throw corrupt("ensemble.outputs", `${outputs}`, ensemble.outputs);
  if (ensemble.vectors !== null) throw corrupt("ensemble.vectors", "null", "vectors");
  if ((ensemble.roots.length - 1) % outputs !== 0) {
    throw corrupt("ensemble.roots", `a multiple of ${outputs} trees`, ensemble.roots.length - 1);
  }
  const start = typed(source["start"], Float64Array, "start");
  if (start.length !== outputs) throw corrupt("start", `${outputs} values`, start.length);
  start.forEach((value, k) => {
    finiteNumber(value, `start[${k}]`);
  });
  const link = source["link"] ?? "identity";
  if (link !== "identity" && link !== "log") throw corrupt("link", "identity or log", link);
  return boostingModel({
    task,
    nClasses,
    start,
    centre: finiteNumber(source["centre"], "centre"),
    spread: finiteNumber(source["spread"], "spread"),
    unit: finiteNumber(source["unit"], "unit"),
    link,
    ensemble,
  });
}

/** Sums of leaves, (nSamples, outputs), become what is predicted; `result` may be the sums themselves where it is as wide. */
type Finisher = (sums: Float64Array, result: Float64Array) => void;

function finisherOf(parts: BoostingParts): Finisher {
  const { task, start, nClasses } = parts;
  if (task === "binary") return (sums, result) => finishBinary(sums, start[0]!, result);
  if (task === "multiclass") return (sums, result) => finishClasses(sums, start, nClasses, result);
  const toValue = valueFrom(parts);
  return (sums, result) => {
    for (let i = 0; i < sums.length; i++) result[i] = toValue(start[0]! + sums[i]!);
  };
}

/** Log odds, the logarithm of the value, or the value itself: what trees add up to. */
function treeScores({ task, start, centre, spread, unit, link }: BoostingParts): TreeScores {
  if (task !== "regression") return { scale: "logOdds", factor: 1, offsets: start };
  if (link === "log") return { scale: "log", factor: 1, offsets: [start[0]! + log(unit)] };
  return { scale: "value", factor: spread * unit, offsets: [(centre + spread * start[0]!) * unit] };
}

/** A score in the target's unit, finite whatever the score. */
function valueFrom({ centre, spread, unit, link }: BoostingParts): (score: number) => number {
  if (link === "identity") return (score) => (centre + spread * score) * unit;
  return (score) => Math.min(Number.MAX_VALUE, exp(Math.min(LARGEST_EXPONENT, score)) * unit);
}
const LARGEST_EXPONENT = 700;

function dataOf({ ensemble, ...rest }: BoostingParts): ModelData {
  return { ...rest, ensemble: ensembleData(ensemble) };
}

function finishBinary(sums: Float64Array, start: number, result: Float64Array): void {
  for (let i = 0; i < sums.length; i++) {
    const p = sigmoid(start + sums[i]!);
    result[2 * i] = 1 - p;
    result[2 * i + 1] = p;
  }
}

/** Softmax of each row's scores. */
function finishClasses(sums: Float64Array, start: Float64Array, nClasses: number, result: Float64Array): void {
  for (let from = 0; from < sums.length; from += nClasses) {
    let top = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < nClasses; k++) {
      result[from + k] = start[k]! + sums[from + k]!;
      top = Math.max(top, result[from + k]!);
    }
    let total = 0;
    for (let k = 0; k < nClasses; k++) {
      const e = exp(result[from + k]! - top);
      result[from + k] = e;
      total += e;
    }
    for (let k = 0; k < nClasses; k++) result[from + k] = result[from + k]! / total;
  }
}
