import { int } from "../../../onnx/graph-builder.ts";
import type { ModelWriter } from "./model-writer.ts";

/** The nearest centre: the least of |centre|² - 2 x · centre. */
export const writeKMeans: ModelWriter = ({ graph, X, data, nFeatures }) => {
  const centres = data["centres"] as Float64Array;
  const clusters = data["clusters"] as number;
  const columns = Float64Array.from({ length: centres.length }, (_, i) => {
    const [feature, cluster] = [Math.floor(i / clusters), i % clusters];
    return -2 * centres[cluster * nFeatures + feature]!;
  });
  const squares = Float64Array.from({ length: clusters }, (_, k) =>
    centres.subarray(k * nFeatures, (k + 1) * nFeatures).reduce((sum, x) => sum + x * x, 0),
  );
  const product = graph.node("MatMul", [graph.cast(X, "double"), graph.doubles(columns, [nFeatures, clusters])]);
  const distances = graph.node("Add", [product, graph.doubles(squares)]);
  return graph.node("ArgMin", [distances], { axis: int(1), keepdims: int(0) });
};
