import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isMillraceError } from "../../../errors/index.ts";
import { encodeModel } from "../artifact.ts";
import { loadModel } from "../predictor.ts";
import { type ImportOptions, importOnnx } from "./import-onnx.ts";

const folder = new URL("../../../../test/fixtures/onnx/", import.meta.url);
const bytesOf = (name: string): Uint8Array => readFileSync(new URL(`${name}.onnx`, folder));

interface Recorded {
  readonly inputs: Readonly<Record<string, { readonly values: readonly (readonly unknown[])[] }>>;
  readonly outputs: Readonly<Record<string, readonly unknown[]>>;
}

/** Rows by the model's own columns, as a client sends them. */
function rowsOf(recorded: Recorded, columns: readonly string[]): Record<string, unknown>[] {
  const inputs = Object.values(recorded.inputs);
  return inputs[0]!.values.map((_, i) => {
    const row = inputs.flatMap(({ values }) => values[i]!);
    return Object.fromEntries(columns.map((name, k) => [name, row[k]]));
  });
}

const probabilityNames = ["probabilities", "output_probability", "probability"];
const cases: readonly (readonly [string, string, readonly string[], ImportOptions?])[] = [
  ["sklearn-scaler-logistic", "binary", ["0", "1"]],
  ["sklearn-forest-classes", "multiclass", ["no", "perhaps", "yes"]],
  ["sklearn-mlp-classes", "multiclass", ["no", "perhaps", "yes"]],
  ["sklearn-hist-binary", "binary", ["0", "1"]],
  ["sklearn-hist-classes", "multiclass", ["no", "perhaps", "yes"]],
  ["sklearn-columns-logistic", "binary", ["leaves", "stays"]],
  ["sklearn-columns-forest", "binary", ["leaves", "stays"]],
  ["sklearn-elastic-net", "regression", []],
  ["xgboost-binary", "binary", ["0", "1"]],
  ["xgboost-classes", "multiclass", ["0", "1", "2"]],
  ["xgboost-regressor", "regression", []],
  ["lightgbm-binary", "binary", ["0", "1"]],
  ["lightgbm-classes", "multiclass", ["0", "1", "2"]],
  ["torch-regressor", "regression", []],
  ["torch-binary", "binary", ["stays", "goes"], { classes: ["stays", "goes"] }],
  ["torch-classes", "multiclass", ["a", "b", "c"], { classes: ["a", "b", "c"] }],
];

describe("a foreign model", () => {
  it.each(cases.map(([name, ...rest]) => ({ name, expected: rest })))(
    "$name is imported, stored and loaded, and answers as it did",
    ({ name, expected: [task, classes, options = {}] }) => {
      const recorded = JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8")) as Recorded;
      const model = loadModel(encodeModel(importOnnx(bytesOf(name), options)));
      expect(model.task).toBe(task);
      expect(model.classes).toEqual(classes);
      const columns = model.schema.map((field) => field.name);
      const { predictions, warnings } = model.predict(rowsOf(recorded, columns));
      expect(warnings).toEqual([]);
      const output = Object.keys(recorded.outputs).find((one) => probabilityNames.includes(one)) ?? "";
      const theirs = (recorded.outputs[output] ?? Object.values(recorded.outputs)[0]!) as (readonly number[])[];
      predictions.forEach(({ prediction, probabilities }, i) => {
        const ours = probabilities === undefined ? [prediction as number] : Object.values(probabilities);
        const theirOwn =
          theirs[i]!.length === 1 && classes.length === 2 ? [1 - theirs[i]![0]!, theirs[i]![0]!] : theirs[i]!;
        for (const [k, value] of ours.entries()) {
          expect(Math.abs(value - theirOwn[k]!) / Math.max(1, Math.abs(theirOwn[k]!))).toBeLessThanOrEqual(1e-5);
        }
      });
    },
  );

  it("gives the same bytes each time, and columns get the names that are asked for", () => {
    const columns = ["a", "b", "c", "d", "e"];
    const once = importOnnx(bytesOf("xgboost-binary"), { columns });
    expect(once.schema.map(({ name }) => name)).toEqual(columns);
    expect(encodeModel(once)).toEqual(encodeModel(importOnnx(bytesOf("xgboost-binary"), { columns })));
  });

  it.each([
    ["columns", { columns: ["a"] }],
    ["classes", { classes: ["yes"] }],
    ["outputs", { output: "nowhere" }],
  ] as const)("is refused with %s that aren't its own", (_, options) => {
    expect(codeOf(() => importOnnx(bytesOf("xgboost-binary"), options))).toBe("ML_ONNX_SIGNATURE");
  });

  it("is refused where its scores are no probabilities", () => {
    const options = { task: "multiclass", classes: ["a"], output: "output" } as const;
    expect(codeOf(() => importOnnx(bytesOf("torch-regressor"), options))).toBe("ML_ONNX_SIGNATURE");
  });
});

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (isMillraceError(error)) return error.code;
    throw error;
  }
  return "none";
}
