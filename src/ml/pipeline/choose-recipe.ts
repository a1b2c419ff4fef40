import type { Accepts, Task } from "../estimators/estimator.ts";
import type { Field } from "./field.ts";
import type { Recipe, RecipeEntry, RecipeStep } from "./recipe.ts";

/** What a recipe is chosen by. */
export interface RecipeInput {
  readonly schema: readonly Field[];
  readonly accepts: Accepts;
  readonly task: Task;
  /** Training rows. */
  readonly rows: number;
  /** Classes of a classification; a target encoding makes a feature for each. Default 2. */
  readonly nClasses?: number | undefined;
}

/** Thresholds between encodings, in one place. */
const limits = {
  /** Native codes must fit a byte beside "missing". */
  nativeLevels: 254,
  /** Linear models and distances: so many 0/1 features of one column at most. */
  oneHotLevels: 50,
  /** Trees that don't know categories split badly on many 0/1 features. */
  oneHotLevelsForTrees: 16,
  /** Multiclass target encoding makes a feature per class. */
  encodedClasses: 20,
  /** Categories of which this share of values is distinct name rows, they don't describe them. */
  identifyingShare: 0.9,
  identifyingRows: 50,
  /** Hashed words: one feature per so many training rows, within these bounds. */
  rowsPerBucket: 8,
  fewestBuckets: 16,
  mostBucketsForLinear: 256,
  mostBucketsForTrees: 64,
} as const;

/**
 * A sensible recipe by column kind and by what the estimator takes. Trees get numbers as they are and native categories; linear models and
 * distances get filled, scaled numbers and one-hot or target-encoded categories. Every column that is left out says why.
 */
export function chooseRecipe(input: RecipeInput): Recipe {
  const entries: RecipeEntry[] = [];
  const leftOut: { column: string; reason: string }[] = [];
  for (const field of input.schema) {
    const reason = reasonToLeaveOut(field, input.rows);
    if (reason !== null) leftOut.push({ column: field.name, reason });
    else entries.push(...entriesOf(field, input));
  }
  return { entries, leftOut };
}

function reasonToLeaveOut(field: Field, rows: number): string | null {
  if (field.distinct === 0) return "no value in the training rows";
  if (field.kind === "id") return "an id names rows, it doesn't describe them";
  if (field.distinct === 1 && field.missing === 0) return "the same in every training row";
  const present = Math.round((1 - field.missing) * rows);
  if (
    field.kind === "category" &&
    field.distinct > limits.oneHotLevels &&
    present >= limits.identifyingRows &&
    field.distinct >= limits.identifyingShare * present
  ) {
    return "nearly every row has its own value, like an id";
  }
  return null;
}

function entriesOf(field: Field, input: RecipeInput): RecipeEntry[] {
  const { missing: acceptsMissing } = input.accepts;
  const indicator = !acceptsMissing && field.missing > 0 ? [entry(field, "missingIndicator")] : [];
  if (field.distinct === 1) return [entry(field, "missingIndicator")];
  switch (field.kind) {
    case "text":
      return [entry(field, "hashedText", { buckets: bucketsFor(input) })];
    case "category":
      return [...categoryEntries(field, input), ...indicator];
    case "date":
      return [
        entry(field, "dateParts", input.accepts.needsScaling ? { cyclic: true } : {}, finishing(input)),
        ...indicator,
      ];
    case "boolean":
      return [entry(field, "numeric", {}, finishing(input, "mostFrequent")), ...indicator];
    default:
      return field.storage === "codes"
        ? [...categoryEntries(field, input), ...indicator]
        : [entry(field, "numeric", {}, finishing(input)), ...indicator];
  }
}

function categoryEntries(field: Field, input: RecipeInput): RecipeEntry[] {
  const { categories, needsScaling } = input.accepts;
  if (categories && field.distinct <= limits.nativeLevels) return [entry(field, "ordinal")];
  const fewEnough = needsScaling ? limits.oneHotLevels : limits.oneHotLevelsForTrees;
  if (!categories && field.distinct <= fewEnough) return [entry(field, "oneHot")];
  const frequency = entry(field, "frequencyEncoding", {}, finishing(input));
  if (!canEncodeByTarget(input)) return [frequency];
  return [entry(field, "targetEncoding", {}, finishing(input)), frequency];
}

/** A power of two: more hashed words than rows can tell apart would only be learned by heart. */
function bucketsFor({ accepts, rows }: RecipeInput): number {
  let buckets: number = accepts.needsScaling ? limits.mostBucketsForLinear : limits.mostBucketsForTrees;
  while (buckets > limits.fewestBuckets && buckets * limits.rowsPerBucket > rows) buckets /= 2;
  return buckets;
}

function canEncodeByTarget({ task, nClasses = 2 }: RecipeInput): boolean {
  return task === "binary" || task === "regression" || (task === "multiclass" && nClasses <= limits.encodedClasses);
}

/** Filled even where nothing was missing in training: a request may bring a null. */
function finishing({ accepts }: RecipeInput, strategy = "median"): RecipeStep[] {
  return [
    ...(accepts.missing ? [] : [{ step: "impute", params: { strategy } }]),
    ...(accepts.needsScaling ? [{ step: "scale", params: { method: "standard" } }] : []),
  ];
}

function entry(
  field: Field,
  transformer: string,
  params: RecipeEntry["params"] = {},
  steps: readonly RecipeStep[] = [],
): RecipeEntry {
  return { column: field.name, transformer, params, steps };
}
