import { writeSigmoid, writeSoftmax } from "./links.ts";
import type { ModelWriter } from "./model-writer.ts";

/** X times each class's coefficients, through the sigmoid or the softmax. */
export const writeLogisticRegression: ModelWriter = ({ graph, X, data, nFeatures, nClasses }) => {
  const blocks = data["coefficients"] as Float64Array;
  const intercepts = data["intercepts"] as Float64Array;
  const nBlocks = intercepts.length;
  const columns = Float64Array.from({ length: nFeatures * nBlocks }, (_, i) => {
    const [feature, block] = [Math.floor(i / nBlocks), i % nBlocks];
    return blocks[block * nFeatures + feature]!;
  });
  const product = graph.node("MatMul", [graph.cast(X, "double"), graph.doubles(columns, [nFeatures, nBlocks])]);
  const scores = graph.node("Add", [product, graph.doubles(intercepts)]);
  return nClasses === 2 ? writeSigmoid(graph, scores) : writeSoftmax(graph, scores);
};
