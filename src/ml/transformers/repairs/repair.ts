import type { ModelData } from "../../estimators/estimator.ts";
import type { ParameterTable, ParameterValues } from "../../estimators/parameters.ts";
import type { Column, ColumnKind } from "../../frame/column.ts";

/** What a repair learned from the training rows: immutable, serialisable. */
export interface FittedRepair {
  readonly repair: string;
  /** The repaired column: of the same storage, kind and length. Never changes the column it was given; missing stays missing. */
  apply(column: Column): Column;
  /** All that `load` needs, and nothing that changes between two equal fits. */
  toData(): ModelData;
}

/** The training rows that a repair is fitted on. */
export interface RepairInput {
  /** Name of the column, for messages. */
  readonly name: string;
  readonly column: Column;
  /** Validated, defaults filled in. */
  readonly params: ParameterValues;
}

/** One row of the table of repairs: a column -> the same column with its values put right, before any transformer reads it. */
export interface RepairDefinition {
  readonly name: string;
  /** One sentence for docs. */
  readonly summary: string;
  /** A few words for a recipe's description: "limited to the usual range". */
  readonly phrase: string;
  /** Column kinds that it takes. */
  readonly kinds: readonly ColumnKind[];
  readonly parameters: ParameterTable;
  fit(input: RepairInput): FittedRepair;
  /** @throws ML_MODEL_CORRUPT for anything that `toData` can't have made */
  load(data: ModelData): FittedRepair;
}
