import { didYouMean, fail, listNames } from "../../errors/index.ts";
import type { ModelData, ModelValue } from "../estimators/estimator.ts";
import { completeParameters } from "../estimators/parameters.ts";
import type { Column } from "../frame/column.ts";
import type { Frame } from "../frame/frame.ts";
import { corrupt, DataReader } from "../transformers/read-data.ts";
import type { FittedRepair, RepairDefinition } from "../transformers/repairs/repair.ts";
import { repairTable } from "../transformers/repairs/table.ts";
import type { Recipe, RecipeRepair } from "./recipe.ts";

/** A fitted repair and the column that it is for. */
export interface ColumnRepair {
  readonly column: string;
  readonly fitted: FittedRepair;
}

/**
 * Fits a recipe's repairs in their order, each on what the ones before it made of the training rows.
 * @param inputs training rows of all columns that features may be made of
 * @returns the repairs, and the repaired columns by name
 * @throws ML_RECIPE_INVALID, ML_PARAMETER_INVALID
 */
export function fitRepairs(
  { repairs = [], entries }: Recipe,
  inputs: Frame,
): { repairs: readonly ColumnRepair[]; columns: ReadonlyMap<string, Column> } {
  const read = new Set(entries.map(({ column }) => column));
  const columns = new Map<string, Column>();
  const fitted = repairs.map((one): ColumnRepair => {
    if (!read.has(one.column)) {
      const expected = `a column that the recipe makes features of (${listNames([...read])})`;
      const near = didYouMean(one.column, read);
      const got = `"${one.column}"${near === undefined ? "" : ` (did you mean "${near}"?)`}`;
      throw fail("ML_RECIPE_INVALID", { where: `repair "${one.repair}"`, expected, got });
    }
    const column = columns.get(one.column) ?? inputs.column(one.column);
    const definition = repairFor(one, column);
    const params = completeParameters(definition.name, definition.parameters, one.params);
    const repair = definition.fit({ name: one.column, column, params });
    columns.set(one.column, repair.apply(column));
    return { column: one.column, fitted: repair };
  });
  return { repairs: fitted, columns };
}

/** @throws ML_MODEL_CORRUPT */
export function loadRepair(data: ModelValue, where: string): ColumnRepair {
  const reader = new DataReader(data, where, ["column", "repair", "data"]);
  const definition = repairTable.get(reader.text("repair"));
  if (definition === undefined) throw corrupt(`${where}.repair`, "a known repair", reader.text("repair"));
  return { column: reader.text("column"), fitted: definition.load(reader.value("data") as ModelData) };
}

/** What `loadRepair` needs. */
export function repairData({ column, fitted }: ColumnRepair): ModelData {
  return { column, repair: fitted.repair, data: fitted.toData() };
}

/** Each column's repairs, in order. */
export function repairsByColumn(repairs: readonly ColumnRepair[]): ReadonlyMap<string, readonly FittedRepair[]> {
  const byColumn = new Map<string, FittedRepair[]>();
  for (const { column, fitted } of repairs) byColumn.set(column, [...(byColumn.get(column) ?? []), fitted]);
  return byColumn;
}

function repairFor({ column: name, repair }: RecipeRepair, column: Column): RepairDefinition {
  const where = `column "${name}"`;
  const definition = repairTable.get(repair);
  if (definition === undefined) {
    const expected = `one of ${[...repairTable.keys()].join(", ")}`;
    throw fail("ML_RECIPE_INVALID", { where, expected, got: `repair "${repair}"` });
  }
  if (!definition.kinds.includes(column.kind)) {
    const expected = `a column of kind ${definition.kinds.join(" or ")} for ${definition.name}`;
    throw fail("ML_RECIPE_INVALID", { where, expected, got: column.kind });
  }
  return definition;
}
