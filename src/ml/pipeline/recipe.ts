import type { ParameterValues } from "../estimators/parameters.ts";

/** A feature step or a matrix step by name, as a recipe says it. */
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

/** One repair of a column's values, before its transformers read them. */
export interface RecipeRepair {
  readonly column: string;
  readonly repair: string;
  readonly params: ParameterValues;
}

/** How columns become features: plain data, shown to people, part of a trial's digest. */
export interface Recipe {
  /**
   * In order. A column is repaired for its transformers: expressions read it as it is, and what they make can be repaired in turn,
   * under its own name.
   */
  readonly repairs?: readonly RecipeRepair[] | undefined;
  readonly entries: readonly RecipeEntry[];
  /** Columns that no feature is made of, and why. */
  readonly leftOut: readonly { readonly column: string; readonly reason: string }[];
  /** What all features together go through after that, in order. */
  readonly matrix?: readonly RecipeStep[] | undefined;
}

/** The recipe without members that say nothing: recipes that do the same have the same data. */
export function compactRecipe({ repairs = [], matrix = [], entries, leftOut }: Recipe): Recipe {
  return {
    entries,
    leftOut,
    ...(repairs.length === 0 ? {} : { repairs }),
    ...(matrix.length === 0 ? {} : { matrix }),
  };
}
