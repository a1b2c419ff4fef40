import { type GraphBuilder, int } from "../../../onnx/graph-builder.ts";

/** Probabilities of both classes from the second's log odds, (nSamples, 1). */
export function writeSigmoid(graph: GraphBuilder, logOdds: string): string {
  return writePair(graph, graph.node("Sigmoid", [logOdds]));
}

/** Probabilities of both classes from the second's, (nSamples, 1). */
export function writePair(graph: GraphBuilder, second: string): string {
  const first = graph.node("Sub", [graph.doubles(1), second]);
  return graph.node("Concat", [first, second], { axis: int(1) });
}

/** Probabilities of scores, (nSamples, nClasses). */
export function writeSoftmax(graph: GraphBuilder, scores: string): string {
  return graph.node("Softmax", [scores], { axis: int(1) });
}

/** (centre + spread * value) * unit: from standardised targets back to the target's own. */
export function writeUnits(
  graph: GraphBuilder,
  value: string,
  { centre, spread, unit }: { readonly centre: number; readonly spread: number; readonly unit: number },
): string {
  const scaled = graph.node("Add", [graph.node("Mul", [value, graph.doubles(spread)]), graph.doubles(centre)]);
  return unit === 1 ? scaled : graph.node("Mul", [scaled, graph.doubles(unit)]);
}
