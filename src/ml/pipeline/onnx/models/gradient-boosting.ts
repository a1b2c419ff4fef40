import type { ModelData } from "../../../estimators/estimator.ts";
import { loadEnsemble } from "../../../estimators/trees/ensemble.ts";
import { writeSigmoid, writeSoftmax, writeUnits } from "./links.ts";
import type { ModelToWrite, ModelWriter } from "./model-writer.ts";
import { writeSums } from "./trees.ts";

/** Start + trees, through the sigmoid, the softmax or back to the target's units. */
export const writeGradientBoosting: ModelWriter = (model) => {
  const { graph, data, task } = model;
  const sums = writeSums(model, loadEnsemble(data["ensemble"]));
  const scores = graph.node("Add", [sums, graph.doubles(data["start"] as Float64Array)]);
  if (task === "binary") return writeSigmoid(graph, scores);
  return task === "multiclass" ? writeSoftmax(graph, scores) : writeValues(model, scores, data);
};

function writeValues({ graph }: ModelToWrite, scores: string, data: ModelData): string {
  const { centre, spread, unit } = data as { readonly centre: number; readonly spread: number; readonly unit: number };
  if (data["link"] !== "log") return writeUnits(graph, scores, { centre, spread, unit });
  const most = graph.doubles(largestExponent);
  const exponent = graph.node("Where", [graph.node("Less", [scores, most]), scores, most]);
  return graph.node("Mul", [graph.node("Exp", [exponent]), graph.doubles(unit)]);
}

/** Scores beyond it would be infinite. */
const largestExponent = 700;
