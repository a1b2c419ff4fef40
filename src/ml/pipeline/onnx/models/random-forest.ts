import { loadEnsemble } from "../../../estimators/trees/ensemble.ts";
import { int } from "../../../onnx/graph-builder.ts";
import { writePair, writeUnits } from "./links.ts";
import type { ModelWriter } from "./model-writer.ts";
import { writeSums } from "./trees.ts";

/** The mean of the trees: shares of classes, or values in the target's units. */
export const writeRandomForest: ModelWriter = (model) => {
  const { graph, data, task } = model;
  const ensemble = loadEnsemble(data["ensemble"]);
  const sums = writeSums(model, ensemble);
  if (task === "multiclass") {
    const totals = graph.node("ReduceSum", [sums, graph.integers([1])], { keepdims: int(1) });
    return graph.node("Div", [sums, totals]);
  }
  const mean = graph.node("Div", [sums, graph.doubles(ensemble.roots.length - 1)]);
  if (task === "binary") {
    const one = graph.doubles(1);
    return writePair(graph, graph.node("Where", [graph.node("Less", [mean, one]), mean, one]));
  }
  const { centre, spread, unit } = data as { readonly centre: number; readonly spread: number; readonly unit: number };
  return writeUnits(graph, mean, { centre, spread, unit });
};
