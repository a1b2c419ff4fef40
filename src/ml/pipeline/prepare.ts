import { fail } from "../../errors/index.ts";
import type { Column } from "../frame/column.ts";
import { evaluate, kindOf, referencedColumns } from "../frame/evaluate.ts";
import type { Expression } from "../frame/expression.ts";
import { Frame } from "../frame/frame.ts";
import { type Feature, matrix } from "../frame/matrix.ts";
import { deriveSeed } from "../random.ts";
import type { FeatureValues } from "../transformers/transformer.ts";
import { type FittedChain, fitChain } from "./chain.ts";
import { chooseRecipe } from "./choose-recipe.ts";
import { fieldsOf } from "./fields.ts";
import { columnsRead, FeatureMaker } from "./fitted-features.ts";
import { fitMatrixSteps } from "./matrix-steps.ts";
import type { Prepared, PrepareInput } from "./pipeline.ts";
import { compactRecipe, type Recipe } from "./recipe.ts";
import { fitRepairs } from "./repairs.ts";

/**
 * Fits expressions' columns, recipe, repairs, transformers and matrix steps on training rows, and makes their X. Do it once for all estimators that take the
 * same shape of features. Never changes its inputs.
 * @param planned what `planRecipe` gave for the same input, where the recipe had to be known before
 * @throws ML_COLUMN_UNKNOWN, ML_EXPRESSION_TYPE, ML_FEATURE_READS_TARGET, ML_RECIPE_INVALID, ML_PARAMETER_INVALID,
 *   ML_NO_FEATURES; ML_VALUE_NOT_FINITE and ML_TOO_LARGE where a matrix step can't take the features
 */
export function prepare(input: PrepareInput, planned: PlannedRecipe = planRecipe(input)): Prepared {
  const { expressions, inputs, recipe } = planned;
  const { y } = input;
  const { repairs, columns } = fitRepairs(recipe, inputs);
  const fitted = recipe.entries.map((entry, index) => {
    const column = columns.get(entry.column) ?? inputs.column(entry.column);
    return fitChain({ entry, column, y, seed: deriveSeed(input.seed, "chain", index) });
  });
  const chains = fitted.map(({ chain }) => chain);
  const read = columnsRead(
    chains.map((chain) => chain.column),
    expressions,
  );
  const used = new Map([...expressions].filter(([name]) => chains.some((chain) => chain.column === name)));
  const schema = fieldsOf(input.frame, read, input.readings);
  const chainFeatures = chains.flatMap((chain) => chain.features);
  if (chainFeatures.length === 0) throw noFeatures(recipe);
  const { steps, X } = fitMatrixSteps(recipe, trainingMatrix(input.frame.rowCount, chainFeatures, fitted), y);
  return { features: new FeatureMaker({ schema, expressions: used, recipe, repairs, chains, matrix: steps }), X };
}

/** A recipe with the columns that it is for: what features are fitted from. */
export interface PlannedRecipe {
  readonly recipe: Recipe;
  /** Columns that features may be made of, derived ones included. */
  readonly inputs: Frame;
  readonly expressions: ReadonlyMap<string, Expression>;
}

/** The first half of `prepare`: the recipe is known, and nothing is fitted yet. @throws as `prepare` */
export function planRecipe(input: PrepareInput): PlannedRecipe {
  const expressions = new Map(Object.entries(input.expressions ?? {}));
  const inputs = withDerived(input, expressions);
  const recipe = input.recipe === undefined ? recipeFor(input, inputs) : compactRecipe(input.recipe);
  return { recipe, inputs, expressions };
}

/** The recipe that `prepare` would choose by itself: to show it, or to use one for all folds. @throws as `prepare` */
export function recipeOf(input: PrepareInput): Recipe {
  return planRecipe({ ...input, recipe: undefined }).recipe;
}

function recipeFor(input: PrepareInput, inputs: Frame): Recipe {
  const schema = fieldsOf(inputs, new Set());
  const recipe = chooseRecipe({
    schema,
    accepts: input.accepts,
    task: input.task,
    rows: inputs.rowCount,
    nClasses: input.y?.kind === "classes" ? input.y.classes.length : undefined,
  });
  if (recipe.entries.length === 0) throw noFeatures(recipe);
  return recipe;
}

/** Columns that features may be made of: the frame's without the excluded ones, then derived ones (which replace those of their name). */
function withDerived(input: PrepareInput, expressions: ReadonlyMap<string, Expression>): Frame {
  const { frame } = input;
  const target = new Set(input.targetColumns);
  const excluded = new Set([...(input.exclude ?? []), ...target]);
  const kinds = new Map([...frame.columns].map(([name, column]) => [name, column.kind] as const));
  const columns: [string, Column][] = [...frame.columns].filter(([name]) => !excluded.has(name));
  for (const [name, expression] of expressions) {
    const leak = referencedColumns(expression).find((column) => target.has(column));
    if (leak !== undefined) throw fail("ML_FEATURE_READS_TARGET", { feature: name, column: leak });
    kindOf(expression, kinds);
    columns.push([name, evaluate(expression, frame)]);
  }
  return new Frame(frame.rowCount, columns);
}

function trainingMatrix(
  rows: number,
  features: readonly Feature[],
  fitted: readonly { readonly chain: FittedChain; readonly training: readonly FeatureValues[] }[],
): Prepared["X"] {
  const X = matrix(rows, features);
  let feature = 0;
  for (const { training } of fitted) {
    for (const values of training) X.values.set(values, feature++ * rows);
  }
  return X;
}

function noFeatures(recipe: Recipe): Error {
  const reasons = recipe.leftOut.slice(0, 5).map(({ column, reason }) => `${column} (${reason})`);
  return fail("ML_NO_FEATURES", { reasons: reasons.join(", ") });
}
