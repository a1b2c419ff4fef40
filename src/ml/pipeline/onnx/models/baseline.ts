import { int } from "../../../onnx/graph-builder.ts";
import type { ModelWriter } from "./model-writer.ts";

/** The same for every row: shares of the classes, or the mean. */
export const writeBaseline: ModelWriter = ({ graph, X, data }) => {
  const means = data["means"] as Float64Array;
  const rows = graph.node("Gather", [graph.node("Shape", [X]), graph.integers([0])], { axis: int(0) });
  const shape = graph.node("Concat", [rows, graph.integers([means.length])], { axis: int(0) });
  return graph.node("Expand", [graph.doubles(means), shape]);
};
