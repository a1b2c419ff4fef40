import type { ParameterValues } from "../estimators/parameters.ts";
import type { Recipe, RecipeEntry } from "./recipe.ts";

/** Names listed on one line before "and n more". */
const shownColumns = 12;

/** A recipe for people: a line per way of treating columns with the columns it is for, then a line per reason to leave columns out. */
export function describeRecipe(recipe: Recipe): string[] {
  const treated = grouped(recipe.entries.map((entry) => [describeChain(entry), entry.column]));
  const left = grouped(recipe.leftOut.map(({ column, reason }) => [reason, column]));
  return [
    ...[...treated].map(([chain, columns]) => `${listed(columns)}: ${chain}`),
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
  return [described(transformer, params), ...steps.map((step) => described(step.step, step.params))].join(", ");
}

function described(name: string, params: ParameterValues): string {
  const values = Object.entries(params).map(([key, value]) => (typeof value === "string" ? value : `${key} ${value}`));
  return `${words[name] ?? name}${values.length === 0 ? "" : ` (${values.join(", ")})`}`;
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
