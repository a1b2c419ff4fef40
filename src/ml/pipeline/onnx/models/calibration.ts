import { EDGE } from "../../../calibration/probability-calibration.ts";
import { LEAST_PROBABILITY } from "../../../calibration/temperature.ts";
import type { ModelData } from "../../../estimators/estimator.ts";
import { type GraphBuilder, int } from "../../../onnx/graph-builder.ts";
import { notExportable } from "../not-exportable.ts";
import { writePair, writeSoftmax } from "./links.ts";

/** Corrects probabilities, (nSamples, nClasses), as a calibrator's data says. */
export function writeCalibration(
  graph: GraphBuilder,
  probabilities: string,
  data: ModelData,
  nClasses: number,
): string {
  if (data["method"] === "temperature") {
    const floor = graph.doubles(LEAST_PROBABILITY);
    const kept = graph.node("Max", [probabilities, floor]);
    return writeSoftmax(
      graph,
      graph.node("Mul", [graph.node("Log", [kept]), graph.doubles(data["inverse"] as number)]),
    );
  }
  const curves = data["curves"] as readonly (ModelData | null)[];
  const column = (k: number): string => graph.node("Gather", [probabilities, graph.integers([k])], { axis: int(1) });
  if (nClasses === 2) return writePair(graph, writeCurve(graph, column(1), curves[0]!));
  const corrected = curves.map((curve, k) => writeCurve(graph, column(k), curve));
  const rows = graph.node("Concat", corrected, { axis: int(1) });
  const sums = graph.node("ReduceSum", [rows, graph.integers([1])], { keepdims: int(1) });
  const isKnown = graph.node("Greater", [sums, graph.doubles(0)]);
  return graph.node("Where", [isKnown, graph.node("Div", [rows, sums]), graph.doubles(1 / nClasses)]);
}

/** A curve over one column, (nSamples, 1); null leaves it as it is. */
function writeCurve(graph: GraphBuilder, p: string, curve: ModelData | null): string {
  if (curve === null) return p;
  if (curve["method"] === "platt") return writePlatt(graph, p, curve["line"] as Float64Array);
  if (curve["method"] === "isotonic") return writeIsotonic(graph, p, curve);
  throw notExportable("The calibration", `${curve["method"]} has no ONNX counterpart`);
}

function writePlatt(graph: GraphBuilder, p: string, [slope, intercept]: Float64Array): string {
  const shifted = graph.node("Add", [p, graph.doubles(EDGE)]);
  const rest = graph.node("Add", [graph.node("Sub", [graph.doubles(1), p]), graph.doubles(EDGE)]);
  const logOdds = graph.node("Log", [graph.node("Div", [shifted, rest])]);
  const line = graph.node("Add", [graph.node("Mul", [logOdds, graph.doubles(slope!)]), graph.doubles(intercept!)]);
  return graph.node("Sigmoid", [line]);
}

/** Lines from corner to corner: the first corner's height plus what each line has climbed by then. */
function writeIsotonic(graph: GraphBuilder, p: string, curve: ModelData): string {
  const scores = curve["scores"] as Float64Array;
  const heights = curve["probabilities"] as Float64Array;
  const first = graph.doubles(heights[0]!);
  if (scores.length === 1) return graph.node("Add", [graph.node("Mul", [p, graph.doubles(0)]), first]);
  const lengths = scores.subarray(1).map((score, i) => score - scores[i]!);
  const slopes = heights.subarray(1).map((height, i) => (height - heights[i]!) / lengths[i]!);
  const beyond = graph.node("Max", [graph.node("Sub", [p, graph.doubles(scores.subarray(0, -1))]), graph.doubles(0)]);
  const climbed = graph.node("Mul", [graph.node("Min", [beyond, graph.doubles(lengths)]), graph.doubles(slopes)]);
  const sum = graph.node("ReduceSum", [climbed, graph.integers([1])], { keepdims: int(1) });
  return graph.node("Add", [first, sum]);
}
