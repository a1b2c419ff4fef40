import { whitenings } from "../../../estimators/gaussian-mixture/mixture.ts";
import { readMixture } from "../../../estimators/gaussian-mixture/mixture-model.ts";
import { type GraphBuilder, int, ints } from "../../../onnx/graph-builder.ts";
import type { ModelToWrite, ModelWriter } from "./model-writer.ts";

/** The likeliest component. */
export const writeGaussianMixture: ModelWriter = (model) => {
  return model.graph.node("ArgMax", [writeLogDensities(model, "gaussianMixture")], { axis: int(1), keepdims: int(0) });
};

/** The negative log likelihood: minus the logarithm of the components' densities together. */
export const writeMixtureDensity: ModelWriter = (model) => {
  const { graph } = model;
  const logs = writeLogDensities(model, "mixtureDensity");
  const top = graph.node("ReduceMax", [logs], { axes: ints([1]), keepdims: int(1) });
  const shares = graph.node("Exp", [graph.node("Sub", [logs, top])]);
  const sum = graph.node("ReduceSum", [shares, graph.integers([1])], { keepdims: int(1) });
  return graph.node("Neg", [graph.node("Add", [top, graph.node("Log", [sum])])]);
};

/** Log densities times weights, (nSamples, nComponents): constant - ½ |whiten (x - mean)|². */
function writeLogDensities({ graph, X, data, nFeatures: d }: ModelToWrite, estimator: string): string {
  const mixture = readMixture(estimator, data);
  const rows = graph.cast(X, "double");
  const logs = whitenings(mixture)!.map(({ whiten, diagonal, constant }, k) => {
    const mean = graph.doubles(mixture.means.subarray(k * d, (k + 1) * d));
    const centred = graph.node("Sub", [rows, mean]);
    const white = diagonal
      ? graph.node("Mul", [centred, graph.doubles(whiten)])
      : graph.node("MatMul", [centred, writeTransposed(graph, whiten, d)]);
    const squares = graph.node("Mul", [white, white]);
    const sum = graph.node("ReduceSum", [squares, graph.integers([1])], { keepdims: int(1) });
    return graph.node("Sub", [graph.doubles(constant), graph.node("Mul", [sum, graph.doubles(0.5)])]);
  });
  return logs.length === 1 ? logs[0]! : graph.node("Concat", logs, { axis: int(1) });
}

function writeTransposed(graph: GraphBuilder, matrix: Float64Array, d: number): string {
  const columns = Float64Array.from(matrix, (_, i) => matrix[(i % d) * d + Math.floor(i / d)]!);
  return graph.doubles(columns, [d, d]);
}
