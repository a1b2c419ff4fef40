import type { ModelData } from "../../../estimators/estimator.ts";
import type { GraphBuilder } from "../../../onnx/graph-builder.ts";
import type { FittedChain } from "../../chain.ts";
import type { Written } from "../expressions/written.ts";
import type { StepData } from "./block.ts";

/** A fitted chain as its data has it. */
export interface ChainToWrite {
  readonly graph: GraphBuilder;
  readonly chain: FittedChain;
  readonly column: Written;
  readonly transformer: string;
  /** The transformer's data. */
  readonly data: ModelData;
  /** Of each feature. */
  readonly steps: readonly (readonly StepData[])[];
  /** For messages: `Column "age"`. */
  readonly what: string;
}

/** Writes a chain: gives the name of its features, floats (nSamples, nFeatures). */
export type ChainWriter = (chain: ChainToWrite) => string;
