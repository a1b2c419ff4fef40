import { int } from "../../../onnx/graph-builder.ts";
import type { ModelWriter } from "./model-writer.ts";

/** What is left of a row, squared and summed, once its image among the kept axes is taken away. */
export const writePca: ModelWriter = ({ graph, X, data, nFeatures }) => {
  const axes = data["axes"] as Float64Array;
  const kept = data["components"] as number;
  const centred = graph.node("Sub", [graph.cast(X, "double"), graph.doubles(data["means"] as Float64Array)]);
  let rest = centred;
  if (kept > 0) {
    const columns = Float64Array.from(axes, (_, i) => axes[(i % kept) * nFeatures + Math.floor(i / kept)]!);
    const projected = graph.node("MatMul", [centred, graph.doubles(columns, [nFeatures, kept])]);
    const image = graph.node("MatMul", [projected, graph.doubles(axes, [kept, nFeatures])]);
    rest = graph.node("Sub", [centred, image]);
  }
  const squares = graph.node("Mul", [rest, rest]);
  return graph.node("ReduceSum", [squares, graph.integers([1])], { keepdims: int(1) });
};
