import type { Field, Prediction, Predictor, RowExplanation } from "../../ml/pipeline/index.ts";

/** A tensor as the Open Inference Protocol writes it. */
export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly datatype: Datatype;
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
  readonly data: readonly unknown[];
}

/** All datatypes of the protocol. */
export const datatypes = [
  "BOOL",
  "UINT8",
  "UINT16",
  "UINT32",
  "UINT64",
  "INT8",
  "INT16",
  "INT32",
  "INT64",
  "FP16",
  "FP32",
  "FP64",
  "BYTES",
] as const;
export type Datatype = (typeof datatypes)[number];

/** The datatype in which a field is best sent. */
export function datatypeOf(field: Field): Datatype {
  if (field.storage === "codes" || field.kind === "date") return "BYTES";
  return field.kind === "boolean" ? "BOOL" : "FP64";
}

/** The datatype of a model's `prediction`. */
export function predictionType({ task }: Pick<Predictor, "task">): Datatype {
  if (task === "binary" || task === "multiclass") return "BYTES";
  return task === "clustering" ? "INT64" : "FP64";
}

/** Every output that a model can give, without its data. */
export function outputMetadata(predictor: Predictor): Omit<Tensor, "data">[] {
  const prediction = { name: "prediction", datatype: predictionType(predictor), shape: [-1] };
  if (predictor.classes.length === 0) return [prediction];
  const parameters = { classes: JSON.stringify(predictor.classes) };
  return [prediction, { name: "probabilities", datatype: "FP64", shape: [-1, predictor.classes.length], parameters }];
}

/**
 * What each column added: `contributions` (n, columns), the `baseline` (n) that they start from, and for classes which one's
 * score was `explained` (n).
 */
export function explanationTensors(explanations: readonly RowExplanation[]): Tensor[] {
  const n = explanations.length;
  const columns = (explanations[0]?.contributions ?? []).map(({ column }) => column).sort();
  const at = new Map(columns.map((column, i) => [column, i]));
  const data = explanations.flatMap(({ contributions }) => {
    const row = new Array<number>(columns.length).fill(0);
    for (const { column, contribution } of contributions) row[at.get(column)!] = contribution;
    return row;
  });
  const parameters = { columns: JSON.stringify(columns), scale: explanations[0]?.scale ?? "value" };
  const labels = explanations.map(({ label }) => label);
  return [
    { name: "contributions", datatype: "FP64", shape: [n, columns.length], parameters, data },
    { name: "baseline", datatype: "FP64", shape: [n], data: explanations.map(({ baseline }) => baseline) },
    ...(labels.includes(null) || n === 0
      ? []
      : [{ name: "explained", datatype: "BYTES" as const, shape: [n], data: labels }]),
  ];
}

/** An output with its data, (n) or (n, classes) row-major. */
export function outputTensor(name: string, predictor: Predictor, predictions: readonly Prediction[]): Tensor {
  const metadata = outputMetadata(predictor).find((output) => output.name === name)!;
  const data =
    name === "prediction"
      ? predictions.map(({ prediction }) => (metadata.datatype === "BYTES" ? String(prediction) : prediction))
      : predictions.flatMap(({ probabilities }) => predictor.classes.map((label) => probabilities![label]!));
  return { ...metadata, shape: [predictions.length, ...metadata.shape.slice(1)], data };
}
