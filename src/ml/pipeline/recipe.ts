import type { ParameterValues } from "../estimators/parameters.ts";

/** A feature step by name, as a recipe says it. */
export interface RecipeStep {
  readonly step: string;
  readonly params: ParameterValues;
}

/** One chain: a column, the transformer that makes features of it, the steps that each feature goes through. */
export interface RecipeEntry {
  readonly column: string;
  readonly transformer: string;
  readonly params: ParameterValues;
  readonly steps: readonly RecipeStep[];
}

/** How columns become features: plain data, shown to people, part of a trial's digest. */
export interface Recipe {
  readonly entries: readonly RecipeEntry[];
  /** Columns that no feature is made of, and why. */
  readonly leftOut: readonly { readonly column: string; readonly reason: string }[];
}
