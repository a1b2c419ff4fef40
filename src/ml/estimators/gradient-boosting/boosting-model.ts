import type { TreeScores } from "../../explain/explain-trees.ts";
import { exp, log, sigmoid } from "../../kernels/math.ts";
import type { Model, ModelData } from "../estimator.ts";
import { corrupt, finiteNumber, typed } from "../trees/ensemble.ts";
import { loadTreeModel, type TreeModelParts, treeModel, treeModelData } from "../trees/tree-model.ts";
import type { Link } from "./losses/loss.ts";

const NAME = "gradientBoosting";

/** What a boosted model is beside its trees: scores before the first tree, and how a score becomes a value. */
export interface BoostingParts extends TreeModelParts {
  /** (outputs) */
  readonly start: Float64Array;
  readonly link: Link;
}

/** The model of its parts. */
export function boostingModel(parts: BoostingParts): Model {
  return treeModel({
    estimator: NAME,
    parts,
    finish: finisherOf(parts),
    scores: treeScores(parts),
    toData: () => dataOf(parts),
  });
}

/** In an order of its own, so that a model has the same bytes however it was made. */
function dataOf({ task, nClasses, start, centre, spread, unit, link, ensemble }: BoostingParts): ModelData {
  return treeModelData<BoostingParts>({ task, nClasses, start, centre, spread, unit, link, ensemble });
}

/** @throws ML_MODEL_CORRUPT */
export function loadBoosting(data: ModelData): Model {
  const { source, parts } = loadTreeModel(NAME, data);
  const { outputs, vectors, roots } = parts.ensemble;
  if (vectors !== null) throw corrupt("ensemble.vectors", "null", "vectors");
  if ((roots.length - 1) % outputs !== 0) {
    throw corrupt("ensemble.roots", `a multiple of ${outputs} trees`, roots.length - 1);
  }
  const start = typed(source["start"], Float64Array, "start");
  if (start.length !== outputs) throw corrupt("start", `${outputs} values`, start.length);
  start.forEach((value, k) => {
    finiteNumber(value, `start[${k}]`);
  });
  const link = source["link"] ?? "identity";
  if (link !== "identity" && link !== "log") throw corrupt("link", "identity or log", link);
  return boostingModel({ ...parts, start, link });
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
