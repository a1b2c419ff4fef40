import type { Column } from "../../frame/column.ts";
import { Frame } from "../../frame/frame.ts";
import { recode } from "../../frame/operations/operation.ts";
import { type Random, random } from "../../random.ts";
import type { Field } from "../field.ts";

/** Missing, and unseen or out of range: so often in every field, whatever the training rows had. */
const oddShare = 0.1;

/** Made-up rows of a model's fields: their ranges and labels, with missing, unseen and extreme values among them. */
export function sampleFrame(schema: readonly Field[], rows: number, seed: number): Frame {
  const fields = schema.filter(({ required }) => required);
  return new Frame(
    rows,
    fields.map((field) => [field.name, sampleColumn(field, rows, random(seed, "sample-rows", field.name))]),
  );
}

function sampleColumn(field: Field, rows: number, draw: Random): Column {
  if (field.storage === "values") {
    const values = Float64Array.from({ length: rows }, () => sampleValue(field, draw));
    return { storage: "values", kind: field.kind as "number", values };
  }
  const labels = [...(field.dictionary ?? ["some text"]), "never seen before"];
  const codes = Int32Array.from({ length: rows }, () => (draw.next() < oddShare ? -1 : draw.integer(labels.length)));
  const sorted = recode("category", codes, labels, 1);
  return { storage: "codes", kind: field.kind as "category", codes: sorted.codes, dictionary: sorted.dictionary };
}

function sampleValue({ kind, range }: Field, draw: Random): number {
  if (draw.next() < oddShare) return Number.NaN;
  if (kind === "boolean") return draw.integer(2);
  const [low, high] = range ?? [0, 1];
  const reach = draw.next() < oddShare ? 3 : 1;
  const value = low + (draw.next() - (reach - 1) / 2) * reach * (high - low);
  // Whole numbers lie on thresholds as drawn ones don't.
  return draw.next() < 0.5 ? Math.round(value) : value;
}
