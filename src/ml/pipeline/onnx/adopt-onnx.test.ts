import { describe, expect, it } from "vitest";
import { isMillraceError } from "../../../errors/index.ts";
import { linearRegression } from "../../estimators/linear-regression/linear-regression.ts";
import { logisticRegression } from "../../estimators/logistic-regression/logistic-regression.ts";
import { columns } from "../../frame/columns.ts";
import { frameOf } from "../../frame/frame-of.ts";
import { classTarget, valueTarget } from "../../frame/target.ts";
import { decodeModel, encodeModel } from "../artifact.ts";
import { decodeContainer, encodeContainer } from "../container.ts";
import { fitRows } from "../fit-rows.ts";
import { type AdoptInput, adoptOnnx } from "./adopt-onnx.ts";
import { exportOnnx } from "./export-onnx.ts";
import { importOnnx } from "./import-onnx.ts";
import { onnxParameters, signatureOptionsOf } from "./onnx-parameters.ts";

const c = columns();
const rows = Array.from({ length: 60 }, (_, i) => ({
  age: (i * 7) % 40,
  plan: ["basic", "plus", "family"][i % 3]!,
  member: i % 2 === 0,
  id: `row ${i}`,
  kind: ["a", "b", "c"][((i * 7) % 40 > 20 ? 1 : 0) + (i % 3 === 0 ? 1 : 0)]!,
}));
const frame = frameOf(rows);
const made = (target: "kind" | "age", ...exclude: string[]): Uint8Array => {
  const estimator = target === "kind" ? logisticRegression() : linearRegression();
  return exportOnnx(fitRows({ rows, target, estimator, exclude: ["id", ...exclude] })).bytes;
};
const classifier = made("kind", "member");

/** The same question as the classifier was fitted on, with its classes called z, y and x. */
const renamed = ["z", "y", "x"];
const given: AdoptInput = {
  bytes: classifier,
  params: onnxParameters({ classes: renamed }),
  frame,
  y: classTarget(rows.map(({ kind }) => renamed["abc".indexOf(kind)]!)),
  task: "multiclass",
  target: "kind",
  targetColumns: ["kind"],
  exclude: ["id"],
};

describe("a foreign model in the place of a fitted one", () => {
  it("gives probabilities in the order of the target's classes, before and after its bytes were written", () => {
    const adopted = adoptOnnx(given);
    expect(adopted.classes).toEqual(["x", "y", "z"]);
    const theirs = importOnnx(classifier).predict(frame).probabilities!;
    const expected = theirs.map((_, at) => theirs[3 * Math.floor(at / 3) + 2 - (at % 3)]!);
    expect(adopted.predict(frame).probabilities).toEqual(expected);
    const again = decodeModel(encodeModel(adopted));
    expect(again.predict(frame)).toEqual(adopted.predict(frame));
    expect(encodeModel(again)).toEqual(encodeModel(adopted));
    expect(again.estimator).toEqual({ name: "onnxModel", params: { classes: { z: 0, y: 1, x: 2 } } });
  });

  it("knows the fields of the rows, and says how they become its columns", () => {
    const { schema, features } = adoptOnnx(given);
    expect(schema.filter(({ required }) => required).map(({ name }) => name)).toEqual(["age", "plan"]);
    expect(schema.find(({ name }) => name === "age")).toMatchObject({ range: [0, 39], missing: 0 });
    expect(schema.find(({ name }) => name === "plan")!.dictionary).toEqual(["basic", "family", "plus"]);
    expect(features.recipe.entries.map(({ column, transformer }) => [column, transformer])).toEqual([
      ["age", "numeric"],
      ["plan", "vocabulary"],
    ]);
  });

  it("reads expressions under their names", () => {
    const expressions = { older: c["age"]!.plus(10).expression };
    const params = onnxParameters({ classes: renamed, columns: ["older", "plan"] });
    const older = frameOf(rows.map((row) => ({ ...row, age: row.age + 10 })));
    const adopted = decodeModel(encodeModel(adoptOnnx({ ...given, params, expressions })));
    expect(adopted.predict(frame).probabilities).toEqual(adoptOnnx(given).predict(older).probabilities);
    expect(adopted.schema.find(({ name }) => name === "age")!.required).toBe(true);
  });

  it("keeps lists as places by name", () => {
    const options = { columns: ["10", "9", "a,b"], classes: ["no", "yes"], task: "binary", output: "p" } as const;
    expect(signatureOptionsOf(JSON.parse(JSON.stringify(onnxParameters(options))))).toEqual(options);
  });

  const { y: _, ...asked } = given;
  it.each<[string, Partial<AdoptInput>, string]>([
    ["another column", { params: onnxParameters({ columns: ["aeg", "plan"] }) }, 'none. Did you mean "age"?'],
    [
      "a text read as a number",
      { params: onnxParameters({ columns: ["plan", "age"] }) },
      "expected numbers, got a column of kind",
    ],
    [
      "a truth read as a text",
      { params: onnxParameters({ columns: ["age", "member"] }) },
      "expected texts, got a column of kind boolean",
    ],
    [
      "the answer as a column",
      { params: onnxParameters({ columns: ["age", "kind"] }) },
      "no column that the target is made of",
    ],
    ["the key as a column", { params: onnxParameters({ columns: ["age", "id"] }) }, "no column that names rows"],
    ["other classes", { params: {} }, "expected the target's labels (x, y, z), got a, b, c"],
    ["another task", { task: "regression", y: valueTarget(rows.map(({ age }) => age)) }, "expected regression"],
  ])("is refused with %s", (_, change, message) => {
    const adopt = () => adoptOnnx({ ...asked, y: given.y, ...change });
    expect(adopt).toThrow(message);
    try {
      adopt();
    } catch (error) {
      expect(isMillraceError(error, "ML_ONNX_SIGNATURE")).toBe(true);
    }
  });

  it("is refused where its bytes say an order that is none", () => {
    const data = decodeContainer(encodeModel(adoptOnnx(given))) as { model: { data: object } };
    for (const places of [Int32Array.of(0, 0, 1), Int32Array.of(2, 1), Int32Array.of(3, 1, 0), "2,1,0"]) {
      const model = { ...data.model, data: { ...data.model.data, places } };
      expect(() => decodeModel(encodeContainer({ ...data, model } as never))).toThrow("an order of the classes");
    }
  });
});
