import type { ModelData } from "../../../estimators/estimator.ts";
import type { GraphBuilder } from "../../../onnx/graph-builder.ts";
import { notExportable } from "../not-exportable.ts";

/** A fitted step of one feature, as a chain's data has it. */
export interface StepData {
  readonly step: string;
  readonly data: ModelData;
}

/** Writes one step of all features of a block: doubles, (nSamples, nFeatures). */
type StepWriter = (graph: GraphBuilder, x: string, data: readonly ModelData[]) => string;

/** Steps by name. */
const stepWriters: Readonly<Record<string, StepWriter>> = {
  impute(graph, x, data) {
    const fill = graph.doubles(data.map((one) => one["fill"] as number));
    return graph.node("Where", [graph.node("IsNaN", [x]), fill, x]);
  },
  scale(graph, x, data) {
    const centred = graph.node("Sub", [x, graph.doubles(data.map((one) => one["center"] as number))]);
    return graph.node("Div", [centred, graph.doubles(data.map((one) => one["scale"] as number))]);
  },
  logarithm(graph, x) {
    const log1p = (value: string): string => graph.node("Log", [graph.node("Add", [value, graph.doubles(1)])]);
    const below = graph.node("Neg", [log1p(graph.node("Neg", [x]))]);
    return graph.node("Where", [graph.node("Less", [x, graph.doubles(0)]), below, log1p(x)]);
  },
};

/**
 * Takes a block of features through their steps and rounds them to floats, as X does.
 * @param steps of each feature; all features of a block have steps of the same names
 */
export function writeSteps(
  graph: GraphBuilder,
  x: string,
  steps: readonly (readonly StepData[])[],
  what: string,
): string {
  let block = x;
  for (const [s, { step }] of (steps[0] ?? []).entries()) {
    if (!Object.hasOwn(stepWriters, step)) throw notExportable(what, `its step "${step}" has no ONNX counterpart`);
    block = stepWriters[step]!(
      graph,
      block,
      steps.map((list) => list[s]!.data),
    );
  }
  return graph.cast(block, "float");
}
