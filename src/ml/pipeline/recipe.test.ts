import { describe, expect, it } from "vitest";
import type { Accepts } from "../estimators/estimator.ts";
import { chooseRecipe } from "./choose-recipe.ts";
import { describeRecipe } from "./describe-recipe.ts";
import type { Field } from "./field.ts";

const trees: Accepts = { missing: true, categories: true, needsScaling: false };
const linear: Accepts = { missing: false, categories: false, needsScaling: true };

function field(name: string, kind: Field["kind"], parts: Partial<Field> = {}): Field {
  const storage = kind === "number" || kind === "boolean" || kind === "date" ? "values" : "codes";
  return { name, kind, storage, required: false, missing: 0, distinct: 10, range: null, dictionary: null, ...parts };
}

const schema = [
  field("customerID", "id", { distinct: 1000 }),
  field("age", "number", { missing: 0.2 }),
  field("plan", "category", { distinct: 3 }),
  field("city", "category", { distinct: 400 }),
  field("remark", "text", { distinct: 900 }),
  field("since", "date"),
  field("vip", "boolean", { distinct: 2 }),
  field("name", "category", { distinct: 990 }),
  field("zero", "number", { distinct: 1 }),
  field("rarely", "number", { distinct: 1, missing: 0.9 }),
  field("empty", "number", { distinct: 0, missing: 1 }),
];

const transformersOf = (accepts: Accepts, task: "binary" | "clustering" | "multiclass" = "binary", nClasses = 2) =>
  chooseRecipe({ schema, accepts, task, rows: 1000, nClasses }).entries.map(
    ({ column, transformer, steps }) => `${column} ${transformer}${steps.map(({ step }) => ` ${step}`).join("")}`,
  );

describe("chooseRecipe", () => {
  it("gives trees numbers as they are and native categories", () => {
    expect(transformersOf(trees)).toEqual([
      "age numeric",
      "plan ordinal",
      "city targetEncoding",
      "city frequencyEncoding",
      "remark hashedText",
      "since dateParts",
      "vip numeric",
      "rarely missingIndicator",
    ]);
  });

  it("gives linear models filled and scaled numbers, one-hot or encoded categories", () => {
    expect(transformersOf(linear)).toEqual([
      "age numeric impute scale",
      "age missingIndicator",
      "plan oneHot",
      "city targetEncoding impute scale",
      "city frequencyEncoding impute scale",
      "remark hashedText",
      "since dateParts impute scale",
      "vip numeric impute scale",
      "rarely missingIndicator",
    ]);
  });

  it("encodes by the target only where there is one with few classes", () => {
    expect(transformersOf(linear, "clustering").filter((line) => line.startsWith("city"))).toEqual([
      "city frequencyEncoding impute scale",
    ]);
    expect(transformersOf(trees, "multiclass", 26).filter((line) => line.startsWith("city"))).toEqual([
      "city frequencyEncoding",
    ]);
  });

  it("says why columns are left out, and reads aloud", () => {
    const recipe = chooseRecipe({ schema, accepts: linear, task: "binary", rows: 1000 });
    expect(describeRecipe(recipe)).toEqual([
      "age: number as it is, filled where missing (median), scaled (standard)",
      "age, rarely: whether it is missing",
      "plan: one 0/1 feature per category",
      "city: mean of the target per category, out of fold, filled where missing (median), scaled (standard)",
      "city: share of rows per category, filled where missing (median), scaled (standard)",
      "remark: hashed words (buckets 64)",
      "since: parts of the date (cyclic true), filled where missing (median), scaled (standard)",
      "vip: number as it is, filled where missing (mostFrequent), scaled (standard)",
      "customerID: left out (an id names rows, it doesn't describe them)",
      "name: left out (nearly every row has its own value, like an id)",
      "zero: left out (the same in every training row)",
      "empty: left out (no value in the training rows)",
    ]);
  });
});
