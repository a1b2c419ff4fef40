import type { Tensor } from "../messages.ts";
import { invalidOnnx } from "../protobuf/proto-reader.ts";
import { numbersOf, tensorOf } from "../tensor.ts";
import { classifierOutput, largestAt } from "./classifier-output.ts";
import { type CompiledNode, inputAt, type NodeReader, type Operator } from "./operator.ts";
import { classLabels, postTransformOf } from "./scores.ts";

/** Linear models of ai.onnx.ml. */
export const linearOperators: Readonly<Record<string, Operator>> = {
  LinearClassifier: linearClassifier,
  LinearRegressor: linearRegressor,
};

/** Samples of a tensor: (nSamples, nFeatures); one axis is one sample. */
export function samplesOf(x: Tensor, where: string): { nSamples: number; nFeatures: number; data: ArrayLike<number> } {
  if (x.dims.length > 2) throw invalidOnnx(where, "samples by features", `[${x.dims}]`);
  const [nSamples, nFeatures] = x.dims.length === 2 ? [x.dims[0]!, x.dims[1]!] : [1, x.dims[0] ?? 1];
  return { nSamples, nFeatures, data: numbersOf(x, where) };
}

function linearClassifier(node: NodeReader): CompiledNode {
  const labels = classLabels(node);
  const transform = postTransformOf(node, node.text("post_transform", "NONE"));
  const model = linearModel(node, node.floats("coefficients"), node.floats("intercepts"));
  if (model.nTargets !== labels.length && !(model.nTargets === 1 && labels.length === 2)) {
    throw node.invalid("intercepts", `scores of ${labels.length} classes`, model.nTargets);
  }
  return (inputs, budget) => {
    const { scores, nSamples } = model.run(inputAt(inputs, 0, node.where), budget);
    const best = new Int32Array(nSamples);
    const out = new Float32Array(nSamples * labels.length);
    for (let i = 0; i < nSamples; i++) {
      const own = scores.slice(i * model.nTargets, (i + 1) * model.nTargets);
      const both = own.length === labels.length ? own : Float64Array.of(-own[0]!, own[0]!);
      best[i] = own.length === labels.length ? largestAt(both) : own[0]! > 0 ? 1 : 0;
      transform(both);
      out.set(both, i * labels.length);
    }
    return classifierOutput(labels, best, out);
  };
}

function linearRegressor(node: NodeReader): CompiledNode {
  const transform = postTransformOf(node, node.text("post_transform", "NONE"));
  const model = linearModel(node, node.floats("coefficients"), node.floats("intercepts"), node.int("targets", 1));
  return (inputs, budget) => {
    const { scores, nSamples } = model.run(inputAt(inputs, 0, node.where), budget);
    for (let i = 0; i < nSamples; i++) transform(scores.subarray(i * model.nTargets, (i + 1) * model.nTargets));
    return [tensorOf("float", [nSamples, model.nTargets], Float32Array.from(scores))];
  };
}

/** Coefficients are (nTargets, nFeatures). */
function linearModel(
  node: NodeReader,
  coefficients: readonly number[],
  intercepts: readonly number[],
  targets = Math.max(1, intercepts.length),
) {
  const nFeatures = coefficients.length / targets;
  if (!Number.isInteger(nFeatures) || (intercepts.length !== 0 && intercepts.length !== targets)) {
    throw node.invalid("coefficients", `a multiple of ${targets}`, coefficients.length);
  }
  const run = (x: Tensor, budget: Parameters<CompiledNode>[1]): { scores: Float64Array; nSamples: number } => {
    const samples = samplesOf(x, node.where);
    if (samples.nFeatures !== nFeatures) throw node.invalid("input", `${nFeatures} features`, samples.nFeatures);
    budget.spend(samples.nSamples * coefficients.length, node.where);
    const scores = new Float64Array(samples.nSamples * targets);
    for (let i = 0; i < samples.nSamples; i++) {
      for (let t = 0; t < targets; t++) {
        let sum = intercepts[t] ?? 0;
        for (let f = 0; f < nFeatures; f++) sum += coefficients[t * nFeatures + f]! * samples.data[i * nFeatures + f]!;
        scores[i * targets + t] = sum;
      }
    }
    return { scores, nSamples: samples.nSamples };
  };
  return { nTargets: targets, run };
}
