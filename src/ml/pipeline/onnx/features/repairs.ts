import type { ModelData } from "../../../estimators/estimator.ts";
import type { GraphBuilder } from "../../../onnx/graph-builder.ts";
import type { FittedRepair } from "../../../transformers/repairs/repair.ts";
import { values, type Written } from "../expressions/written.ts";
import { notExportable } from "../not-exportable.ts";

/** Writes one repair of a column. */
type RepairWriter = (graph: GraphBuilder, column: Written, data: ModelData) => Written;

/** Repairs by name. White space inside a text can't be changed by any operator. */
const repairWriters: Readonly<Record<string, RepairWriter>> = {
  /** By comparisons, as `Clip` needn't keep NaN, which is missing. */
  clip(graph, column, data) {
    const bounded = (x: string, operator: string, bound: number): string => {
      const limit = graph.doubles(bound);
      return graph.node("Where", [graph.node(operator, [x, limit]), limit, x]);
    };
    const above = bounded(column.name(), "Less", data["low"] as number);
    return values("number", bounded(above, "Greater", data["high"] as number));
  },
};

/**
 * Takes a column through its repairs.
 * @param what for messages: `Column "age"`
 * @throws ML_ONNX_NOT_EXPORTABLE
 */
export function writeRepairs(
  graph: GraphBuilder,
  column: Written,
  repairs: readonly FittedRepair[],
  what: string,
): Written {
  return repairs.reduce((repaired, fitted) => {
    const { repair } = fitted;
    if (!Object.hasOwn(repairWriters, repair)) {
      throw notExportable(what, `its repair "${repair}" has no ONNX counterpart`);
    }
    return repairWriters[repair]!(graph, repaired, fitted.toData());
  }, column);
}
