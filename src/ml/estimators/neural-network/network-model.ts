import type { Matrix } from "../../frame/matrix.ts";
import { exp, sigmoid } from "../../kernels/math.ts";
import { checkFeatures } from "../check-fit.ts";
import type { Model, ModelData } from "../estimator.ts";
import { likeliestClasses } from "../trees/class-probabilities.ts";
import { dataOfNetwork, type NetworkParts, networkOfData } from "./network-data.ts";
import { NetworkPredictor } from "./predictor.ts";

const NAME = "neuralNetwork";

/** The model of its parts. */
export function networkModel(parts: NetworkParts): Model {
  const { task, nClasses, architecture, networks } = parts;
  const { nFeatures } = architecture.inputs;
  const predictor = new NetworkPredictor(architecture, networks);
  const described = { estimator: NAME, task, nFeatures, nClasses, toData: () => dataOfNetwork(parts) };
  if (task === "regression") {
    return {
      ...described,
      predict(X) {
        checkFeatures(NAME, nFeatures, X);
        return meanValues(predictor, X, parts);
      },
    };
  }
  const predictProba = (X: Matrix): Float64Array => {
    checkFeatures(NAME, nFeatures, X);
    return meanProbabilities(predictor, X, nClasses, networks.length);
  };
  return { ...described, predictProba, predict: (X) => likeliestClasses(predictProba(X), nClasses) };
}

/** @throws ML_MODEL_CORRUPT */
export function loadNetwork(data: ModelData): Model {
  return networkModel(networkOfData(data));
}

function meanValues(
  predictor: NetworkPredictor,
  X: Matrix,
  { centre, spread, unit, networks }: NetworkParts,
): Float64Array {
  const sums = new Float64Array(X.nSamples);
  predictor.outputs(X, (_, from, rows, out, pitch) => {
    for (let i = 0; i < rows; i++) sums[from + i] = sums[from + i]! + finite(out[i * pitch]!);
  });
  return sums.map((sum) => (centre + (spread * sum) / networks.length) * unit);
}

/** The mean of the networks' probabilities. Two classes have one output, the log odds of the second. */
function meanProbabilities(predictor: NetworkPredictor, X: Matrix, nClasses: number, networks: number): Float64Array {
  const result = new Float64Array(X.nSamples * nClasses);
  const row = new Float64Array(nClasses);
  predictor.outputs(X, (_, from, rows, out, pitch) => {
    for (let i = 0; i < rows; i++) {
      if (nClasses === 2) {
        const p = sigmoid(finite(out[i * pitch]!));
        row[0] = 1 - p;
        row[1] = p;
      } else softmax(out, i * pitch, row);
      const at = (from + i) * nClasses;
      for (let k = 0; k < nClasses; k++) result[at + k] = result[at + k]! + row[k]! / networks;
    }
  });
  return result;
}

function softmax(out: Float32Array, at: number, row: Float64Array): void {
  let top = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < row.length; k++) top = Math.max(top, finite(out[at + k]!));
  let total = 0;
  for (let k = 0; k < row.length; k++) {
    row[k] = exp(finite(out[at + k]!) - top);
    total += row[k]!;
  }
  for (let k = 0; k < row.length; k++) row[k] = row[k]! / total;
}

/** Only weights that no fit has made can overflow. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}
