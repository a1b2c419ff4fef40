import type { Field } from "../../ml/pipeline/index.ts";
import type { Row } from "../../serving/index.ts";
import { invalid, isObject } from "../routes/rows-body.ts";

/** Fields that a model reads, in the order in which a list of bare values gives them. */
export function requiredFields(schema: readonly Field[]): readonly Field[] {
  return schema.filter(({ required }) => required);
}

/** Rows from `instances`: objects as they are, lists as values of the required fields in order. @throws HTTP_BODY_INVALID */
export function rowsFromInstances(instances: readonly unknown[], schema: readonly Field[]): readonly Row[] {
  const names = requiredFields(schema).map(({ name }) => name);
  return instances.map((instance, i) => {
    if (isObject(instance)) return instance;
    const values = Array.isArray(instance) ? instance : [instance];
    return rowFromValues(names, values, `"instances", row ${i}`);
  });
}

/** Rows from lists of values under the given names. @throws HTTP_BODY_INVALID */
export function rowsFromData(names: readonly string[], data: readonly unknown[], where: string): readonly Row[] {
  return data.map((values, i) => {
    if (!Array.isArray(values)) throw invalid(`${where}, row ${i}`, `a list of ${names.length} values`, values);
    return rowFromValues(names, values, `${where}, row ${i}`);
  });
}

/** Rows from columns; a single value stands for one row. @throws HTTP_BODY_INVALID */
export function rowsFromColumns(columns: Readonly<Record<string, unknown>>, where: string): readonly Row[] {
  const entries = Object.entries(columns).map(
    ([name, values]) => [name, Array.isArray(values) ? values : [values]] as const,
  );
  const length = entries[0]?.[1].length ?? 0;
  for (const [name, values] of entries) {
    if (values.length !== length)
      throw invalid(`${where}, column "${name}"`, `${length} values as in the first`, values);
  }
  return Array.from({ length }, (_, i) => rowOf(entries.map(([name, values]) => [name, scalarOf(values[i])])));
}

function rowFromValues(names: readonly string[], values: readonly unknown[], where: string): Row {
  if (values.length !== names.length) {
    throw invalid(
      where,
      `${names.length} values (${names.slice(0, 8).join(", ")}${names.length > 8 ? ", ..." : ""})`,
      values,
    );
  }
  return rowOf(names.map((name, f) => [name, values[f]]));
}

/** A column of shape [n, 1] comes as lists of one. */
function scalarOf(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}

/** `Object.fromEntries` defines own members, so a field named `__proto__` is data like any other. */
function rowOf(entries: readonly (readonly [string, unknown])[]): Row {
  return Object.fromEntries(entries);
}
