import type { CodeColumn } from "../frame/column.ts";
import { referencedColumns } from "../frame/evaluate.ts";
import { byCodeUnit } from "../frame/operations/operation.ts";
import type { Field } from "./field.ts";
import type { FeatureMaker } from "./fitted-features.ts";
import { repairsByColumn } from "./repairs.ts";

/** How a label of a field reads after its repairs, null where it is then missing; undefined where labels are read as they come. */
export type LabelsAsRead = (field: string) => ((label: string) => string | null) | undefined;

/** Whether a training row had the label. */
export type IsSeen = (label: string) => boolean;

/**
 * The labels of a field that training rows had, as its transformers read them: a spelling that a repair unifies is one that was seen.
 * @returns null where they aren't known
 */
export function seenLabels({ name, dictionary }: Field, labelsAsRead: LabelsAsRead = () => undefined): IsSeen | null {
  if (dictionary === null) return null;
  const asRead = labelsAsRead(name);
  if (asRead === undefined) return (label) => isIn(dictionary, label);
  const known = new Set(dictionary.map(asRead));
  return (label) => {
    const read = asRead(label);
    return read === null || known.has(read);
  };
}

/** By the repairs of each field that no expression reads as it comes. */
export function labelsAsRead({ expressions, repairs }: FeatureMaker): LabelsAsRead {
  const readAsIs = new Set([...expressions.values()].flatMap((expression) => [...referencedColumns(expression)]));
  const repairsOf = repairsByColumn(repairs);
  return (field) => {
    const own = repairsOf.get(field);
    if (own === undefined || readAsIs.has(field) || expressions.has(field)) return undefined;
    return (label) => {
      const column: CodeColumn = { storage: "codes", kind: "category", codes: Int32Array.of(0), dictionary: [label] };
      const { codes, dictionary } = own.reduce((one, repair) => repair.apply(one) as CodeColumn, column);
      return dictionary[codes[0]!] ?? null;
    };
  };
}

/** The dictionary is sorted by code unit. */
function isIn(dictionary: readonly string[], label: string): boolean {
  let low = 0;
  let high = dictionary.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const order = byCodeUnit(dictionary[middle]!, label);
    if (order === 0) return true;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}
