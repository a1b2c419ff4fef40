import type { ParameterValues } from "../estimators/parameters.ts";
import { matrixStepTable } from "../transformers/matrix/table.ts";
import { repairTable } from "../transformers/repairs/table.ts";
import type { Recipe, RecipeEntry } from "./recipe.ts";

/** Names listed on one line before "and n more". */
const shownColumns = 12;

/**
 * A recipe for people: a line per repair and per way of treating columns with the columns it is for, a line per matrix step, then a line
 * per reason to leave columns out.
 */
export function describeRecipe(recipe: Recipe): string[] {
  const { repairs = [], matrix = [] } = recipe;
  const repaired = grouped(
    repairs.map(({ column, repair, params }) => [described(repairTable.get(repair)?.phrase ?? repair, params), column]),
  );
  const treated = grouped(recipe.entries.map((entry) => [describeChain(entry), entry.column]));
  const left = grouped(recipe.leftOut.map(({ column, reason }) => [reason, column]));
  return [
    ...[...repaired].map(([repair, columns]) => `${listed(columns)}: first ${repair}`),
    ...[...treated].map(([chain, columns]) => `${listed(columns)}: ${chain}`),
    ...matrix.map(({ step, params }, s) => {
      const features = s === 0 ? "all features" : "what that makes";
      return `${features}: ${described(matrixStepTable.get(step)?.phrase ?? step, params)}`;
    }),
    ...[...left].map(([reason, columns]) => `${listed(columns)}: left out (${reason})`),
  ];
}

const words: Readonly<Record<string, string>> = {
  numeric: "number as it is",
  missingIndicator: "whether it is missing",
  oneHot: "one 0/1 feature per category",
  ordinal: "native categories",
  targetEncoding: "mean of the target per category, out of fold",
  frequencyEncoding: "share of rows per category",
  dateParts: "parts of the date",
  hashedText: "hashed words",
  impute: "filled where missing",
  scale: "scaled",
  logarithm: "logarithm",
};

function describeChain({ transformer, params, steps }: RecipeEntry): string {
  const parts = [{ step: transformer, params }, ...steps];
  return parts.map((part) => described(words[part.step] ?? part.step, part.params)).join(", ");
}

function described(phrase: string, params: ParameterValues): string {
  const values = Object.entries(params).map(([key, value]) => (typeof value === "string" ? value : `${key} ${value}`));
  return `${phrase}${values.length === 0 ? "" : ` (${values.join(", ")})`}`;
}

function grouped(pairs: readonly (readonly [string, string])[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [key, column] of pairs) {
    const columns = groups.get(key);
    if (columns === undefined) groups.set(key, [column]);
    else columns.push(column);
  }
  return groups;
}

function listed(columns: readonly string[]): string {
  const shown = columns.slice(0, shownColumns).join(", ");
  return columns.length > shownColumns ? `${shown} and ${columns.length - shownColumns} more` : shown;
}
