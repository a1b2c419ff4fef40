import type { ModelData } from "../../estimators/estimator.ts";
import type { OnnxSignature } from "../../onnx/signature.ts";
import { type FittedChain, loadChain } from "../chain.ts";
import type { RecipeEntry } from "../recipe.ts";

/** What carries a foreign model's columns to it: numbers as they are, texts as places that the model turns back. */
export interface OnnxColumns {
  readonly entries: readonly RecipeEntry[];
  readonly chains: readonly FittedChain[];
}

/** @param levels the graph's vocabulary */
export function onnxColumns({ columns }: OnnxSignature, levels: readonly string[]): OnnxColumns {
  const entries = columns.map(({ name, kind }): RecipeEntry => {
    return { column: name, transformer: kind === "number" ? "numeric" : "vocabulary", params: {}, steps: [] };
  });
  const chains = entries.map(({ column, transformer }, i) => {
    const data: ModelData = transformer === "numeric" ? { name: column } : { name: column, levels };
    return loadChain({ column, transformer, data, steps: [[]] }, `column ${i}`);
  });
  return { entries, chains };
}
