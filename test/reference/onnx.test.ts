import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  decodeOnnx,
  type ElementType,
  numberTensor,
  sessionOf,
  type Tensor,
  textTensor,
} from "../../src/ml/onnx/index.ts";

/**
 * Foreign models in our own runtime against what onnxruntime answered (test/fixtures/onnx/make_fixtures.py). Both work in float32 and
 * add in other orders, so 1e-5 (relative for large values) is what is left of rounding.
 */
const folder = new URL("../fixtures/onnx/", import.meta.url);
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".onnx"))
  .map((file) => file.slice(0, -5));

interface Recorded {
  readonly inputs: Readonly<Record<string, { readonly type: string; readonly values: readonly unknown[] }>>;
  readonly outputs: Readonly<Record<string, readonly unknown[]>>;
}

describe("foreign ONNX models in our own runtime", () => {
  it("has fixtures of every maker", () => {
    const makers = ["sklearn", "xgboost", "lightgbm", "torch"];
    for (const maker of makers) expect(names.filter((name) => name.startsWith(maker)).length).toBeGreaterThanOrEqual(3);
  });

  it.each(names)("%s answers as onnxruntime does", (name) => {
    const recorded = JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8")) as Recorded;
    const session = sessionOf(decodeOnnx(readFileSync(new URL(`${name}.onnx`, folder))));
    const inputs = new Map(Object.entries(recorded.inputs).map(([input, given]) => [input, tensorOf(given)]));
    const outputs = Object.keys(recorded.outputs);
    const results = session.run(inputs, outputs);
    for (const output of outputs) {
      const ours = results.get(output)!.data;
      const theirs = recorded.outputs[output]!.flat();
      expect(ours.length, output).toBe(theirs.length);
      for (let i = 0; i < theirs.length; i++) expectClose(ours[i]!, theirs[i], `${output} ${i}`);
    }
  });
});

function tensorOf({ type, values }: Recorded["inputs"][string]): Tensor {
  const flat = values.flat();
  const dims = [values.length, flat.length / values.length];
  if (type === "string") return textTensor(dims, flat as string[]);
  const types: Readonly<Record<string, Exclude<ElementType, "string">>> = {
    float32: "float",
    float64: "double",
    int64: "int64",
  };
  return numberTensor(
    types[type]!,
    dims,
    flat.map((value) => (value === null ? Number.NaN : Number(value))),
  );
}

function expectClose(ours: unknown, theirs: unknown, where: string): void {
  if (typeof theirs !== "number") {
    expect(ours, where).toBe(theirs);
    return;
  }
  expect(Math.abs(Number(ours) - theirs) / Math.max(1, Math.abs(theirs)), where).toBeLessThanOrEqual(1e-5);
}
