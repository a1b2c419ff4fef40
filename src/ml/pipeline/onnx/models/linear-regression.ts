import type { ModelWriter } from "./model-writer.ts";

/** X times coefficients, plus the intercept, in doubles. */
export const writeLinearRegression: ModelWriter = ({ graph, X, data, nFeatures }) => {
  const weights = graph.doubles(data["coefficients"] as Float64Array, [nFeatures, 1]);
  const product = graph.node("MatMul", [graph.cast(X, "double"), weights]);
  return graph.node("Add", [product, graph.doubles(data["intercept"] as Float64Array)]);
};
