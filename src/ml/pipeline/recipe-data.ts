import type { ModelData, ModelValue } from "../estimators/estimator.ts";
import type { ParameterValues } from "../estimators/parameters.ts";
import { corrupt, DataReader } from "../transformers/read-data.ts";
import { compactRecipe, type Recipe, type RecipeEntry, type RecipeRepair, type RecipeStep } from "./recipe.ts";

/** A recipe as data of a model. */
export function recipeData(recipe: Recipe): ModelData {
  return {
    entries: recipe.entries.map(({ column, transformer, params, steps }) => ({
      column,
      transformer,
      params,
      steps: steps.map((step) => ({ step: step.step, params: step.params })),
    })),
    leftOut: recipe.leftOut.map(({ column, reason }) => ({ column, reason })),
    ...(recipe.repairs === undefined
      ? {}
      : { repairs: recipe.repairs.map(({ column, repair, params }) => ({ column, repair, params })) }),
    ...(recipe.matrix === undefined ? {} : { matrix: recipe.matrix.map(({ step, params }) => ({ step, params })) }),
  };
}

/** @throws ML_MODEL_CORRUPT */
export function recipeOfData(data: ModelValue): Recipe {
  const optional = ["repairs", "matrix"].filter((key) => hasMember(data, key));
  const reader = new DataReader(data, "model.recipe", ["entries", "leftOut", ...optional]);
  const repairs = optionalList(reader, data, "repairs").map((one, i): RecipeRepair => {
    const where = `model.recipe.repairs[${i}]`;
    const item = new DataReader(one, where, ["column", "repair", "params"]);
    const params = paramsOf(item.value("params"), `${where}.params`);
    return { column: item.text("column"), repair: item.text("repair"), params };
  });
  const matrix = optionalList(reader, data, "matrix").map((step, i) => stepOf(step, `model.recipe.matrix[${i}]`));
  return compactRecipe({
    entries: reader.list("entries").map((entry, i): RecipeEntry => {
      const where = `model.recipe.entries[${i}]`;
      const item = new DataReader(entry, where, ["column", "transformer", "params", "steps"]);
      return {
        column: item.text("column"),
        transformer: item.text("transformer"),
        params: paramsOf(item.value("params"), `${where}.params`),
        steps: item.list("steps").map((step, s) => stepOf(step, `${where}.steps[${s}]`)),
      };
    }),
    leftOut: reader.list("leftOut").map((item, i) => {
      const left = new DataReader(item, `model.recipe.leftOut[${i}]`, ["column", "reason"]);
      return { column: left.text("column"), reason: left.text("reason") };
    }),
    repairs,
    matrix,
  });
}

function stepOf(data: ModelValue, where: string): RecipeStep {
  const reader = new DataReader(data, where, ["step", "params"]);
  return { step: reader.text("step"), params: paramsOf(reader.value("params"), `${where}.params`) };
}

/** A list that is there only where it has items. @throws ML_MODEL_CORRUPT for an empty one */
export function optionalList(reader: DataReader, data: ModelValue, key: string): readonly ModelValue[] {
  if (!hasMember(data, key)) return [];
  const list = reader.list(key);
  if (list.length === 0) throw corrupt(`${reader.where}.${key}`, "at least one item", 0);
  return list;
}

function hasMember(data: ModelValue, key: string): boolean {
  return typeof data === "object" && data !== null && Object.hasOwn(data, key);
}

/** Declared parameters. @throws ML_MODEL_CORRUPT */
export function paramsOf(value: ModelValue, where: string): ParameterValues {
  if (typeof value !== "object" || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) {
    throw corrupt(where, "an object", value);
  }
  for (const [name, param] of Object.entries(value)) {
    if (param !== null && typeof param === "object" && !isRecordOfNumbers(param)) {
      throw corrupt(`${where}.${name}`, "a number, text, boolean, null, or numbers by name", param);
    }
  }
  return value as ParameterValues;
}

function isRecordOfNumbers(value: ModelValue): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) return false;
  return Object.values(value).every((one) => typeof one === "number");
}
