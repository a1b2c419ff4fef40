import type { ModelData, ModelValue } from "../../../estimators/estimator.ts";
import { type GraphBuilder, int } from "../../../onnx/graph-builder.ts";
import type { FeatureMaker } from "../../fitted-features.ts";
import { repairsByColumn } from "../../repairs.ts";
import { writeExpression } from "../expressions/write-expression.ts";
import type { Written } from "../expressions/written.ts";
import { notExportable } from "../not-exportable.ts";
import type { StepData } from "./block.ts";
import type { ChainToWrite } from "./chain-writer.ts";
import { writeMatrixSteps } from "./matrix.ts";
import { writeRepairs } from "./repairs.ts";
import { chainWriters } from "./table.ts";
import { writeNumbers } from "./values.ts";

/**
 * Writes expressions, repairs, chains and matrix steps: gives the name of X, floats (nSamples, nFeatures).
 * @param columnOf a field's value in the graph
 * @throws ML_ONNX_NOT_EXPORTABLE naming column or feature
 */
export function writeFeatures(
  graph: GraphBuilder,
  features: FeatureMaker,
  columnOf: (name: string) => Written,
): string {
  const derived = new Map<string, Written>();
  const written = (name: string): Written => {
    const expression = features.expressions.get(name);
    if (expression === undefined) return columnOf(name);
    let column = derived.get(name);
    if (column === undefined) {
      column = writeExpression(graph, expression, `Feature "${name}"`, columnOf);
      if (column.literal !== undefined) throw notExportable(`Feature "${name}"`, "it reads no column");
      derived.set(name, column);
    }
    return column;
  };
  const repairs = repairsByColumn(features.repairs);
  const repaired = new Map<string, Written>();
  const read = (name: string): Written => {
    let column = repaired.get(name);
    if (column === undefined) {
      column = writeRepairs(graph, written(name), repairs.get(name) ?? [], whatOf(features, name));
      repaired.set(name, column);
    }
    return column;
  };
  const chains = features.chains
    .filter((chain) => chain.features.length > 0)
    .map((chain): ChainToWrite => {
      const data = chain.toData();
      return {
        graph,
        chain,
        column: read(chain.column),
        transformer: data["transformer"] as string,
        data: data["data"] as ModelData,
        steps: (data["steps"] as readonly (readonly ModelValue[])[]).map((list) => list.map(stepOf)),
        what: whatOf(features, chain.column),
      };
    });
  const parts = groups(chains).map(writeGroup);
  const X = parts.length === 1 ? parts[0]! : graph.node("Concat", parts, { axis: int(1) });
  return writeMatrixSteps(graph, X, features.matrix);
}

/** For messages: `Column "age"`. */
function whatOf({ expressions }: FeatureMaker, column: string): string {
  return `${expressions.has(column) ? "Feature" : "Column"} "${column}"`;
}

function stepOf(step: ModelValue): StepData {
  const { step: name, data } = step as { readonly step: string; readonly data: ModelData };
  return { step: name, data };
}

/** Neighbouring chains of numbers with the same steps are written as one block: fewer nodes, faster runs. */
function groups(chains: readonly ChainToWrite[]): ChainToWrite[][] {
  const found: ChainToWrite[][] = [];
  for (const chain of chains) {
    const last = found.at(-1);
    if (last !== undefined && shapeOf(last[0]!) !== null && shapeOf(last[0]!) === shapeOf(chain)) last.push(chain);
    else found.push([chain]);
  }
  return found;
}

function shapeOf({ transformer, steps }: ChainToWrite): string | null {
  return transformer === "numeric" ? steps[0]!.map(({ step }) => step).join() : null;
}

function writeGroup(chains: readonly ChainToWrite[]): string {
  if (chains.length > 1) return writeNumbers(chains);
  const chain = chains[0]!;
  const write = chainWriters.get(chain.transformer);
  if (write !== undefined) return write(chain);
  throw notExportable(chain.what, `its transformer "${chain.transformer}" has no ONNX counterpart`);
}
