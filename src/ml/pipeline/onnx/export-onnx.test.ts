import { describe, expect, it } from "vitest";
import { onnxCases } from "../../../../test/fixtures/onnx-pipelines.ts";
import { findEstimator } from "../../estimators/estimator-of.ts";
import { linearRegression } from "../../estimators/linear-regression/linear-regression.ts";
import { logisticRegression } from "../../estimators/logistic-regression/logistic-regression.ts";
import type { Columns } from "../../frame/columns.ts";
import { frameOf } from "../../frame/frame-of.ts";
import { valueTarget } from "../../frame/target.ts";
import { decodeOnnx } from "../../onnx/decode-onnx.ts";
import { encodeOnnx } from "../../onnx/encode-onnx.ts";
import { fitPipeline } from "../fit.ts";
import { type FitRowsInput, fitRows } from "../fit-rows.ts";
import { FeatureMaker } from "../fitted-features.ts";
import type { FittedPipeline } from "../pipeline.ts";
import { recipeOf } from "../prepare.ts";
import { exportOnnx } from "./export-onnx.ts";
import { verifyOnnx } from "./verify.ts";

describe("an exported pipeline", () => {
  it.each(onnxCases().map((one) => [one.name, one] as const))("scores the same in our own runtime: %s", (_, one) => {
    const { pipeline, frame } = one.make();
    for (const mlOpset of [3, 5] as const) {
      const exported = exportOnnx(pipeline, { mlOpset });
      const { largestDifference, otherLabels, rows } = verifyOnnx(pipeline, exported, frame);
      expect(rows).toBe(400);
      expect(largestDifference).toBeLessThanOrEqual(1e-5);
      expect(otherLabels).toEqual([]);
      const { graph, ...model } = decodeOnnx(exported.bytes);
      expect(encodeOnnx({ ...model, graph })).toEqual(exported.bytes);
    }
  });
});

describe("a pipeline that ONNX can't say", () => {
  const rows = Array.from({ length: 60 }, (_, i) => ({
    text: i % 3 === 0 ? "a long word" : `word ${i % 7}`,
    other: `word ${i % 5}`,
    n: i,
    y: i * 2 + (i % 5),
  }));
  const made = (features: NonNullable<FitRowsInput["features"]>) =>
    fitRows({ rows, target: "y", estimator: linearRegression(), features });

  it.each([
    ["contains", (c: Columns) => ({ made: c["text"]!.contains("long") })],
    ["length", (c: Columns) => ({ made: c["text"]!.length() })],
    ["is", (c: Columns) => ({ made: c["text"]!.is(c["other"]!) })],
  ])("is refused by the feature's name: %s", (operation, features) => {
    expect(() => exportOnnx(made(features))).toThrow(
      expect.objectContaining({
        code: "ML_ONNX_NOT_EXPORTABLE",
        message: expect.stringMatching(new RegExp(`^Feature "made" .*"${operation}"`)),
      }),
    );
  });

  it("names the column whose repair has no operator, and the matrix step that has none", () => {
    const { frame, y } = { frame: frameOf(rows), y: valueTarget(rows.map(({ y }) => y)) };
    const input = {
      ...{ frame, y, task: "regression" as const, accepts: findEstimator("linearRegression").accepts, seed: 1 },
      ...{ targetColumns: ["y"], estimator: linearRegression(), context: { seed: 1 } },
    };
    const recipe = recipeOf(input);
    const repairs = [{ column: "text", repair: "unifyText", params: {} }];
    expect(() => exportOnnx(fitPipeline({ ...input, recipe: { ...recipe, repairs } }))).toThrow(
      expect.objectContaining({
        code: "ML_ONNX_NOT_EXPORTABLE",
        message: expect.stringMatching(/^Column "text" can't be written as ONNX: its repair "unifyText"/),
      }),
    );
    const pipeline = fitPipeline({ ...input, recipe: { ...recipe, matrix: [{ step: "pca", params: {} }] } });
    const features = pipeline.features as FeatureMaker;
    const turned = new FeatureMaker({ ...features, matrix: [{ ...features.matrix[0]!, step: "turn" }] });
    expect(() => exportOnnx(Object.create(pipeline, { features: { value: turned } }) as FittedPipeline)).toThrow(
      /^The recipe's matrix step "turn" can't be written as ONNX/,
    );
  });

  it("names an estimator without a writer", () => {
    const pipeline = made(() => ({}));
    const model = { ...pipeline.model, estimator: "crystalBall" };
    const other = Object.assign(Object.create(Object.getPrototypeOf(pipeline)), pipeline, { model });
    expect(() => exportOnnx(other)).toThrow(/A model of crystalBall can't be written as ONNX/);
  });

  it("moves outputs aside where a field has their name", () => {
    const labelled = rows.map(({ n, y }) => ({ label: n, y: y > 60 }));
    const exported = exportOnnx(fitRows({ rows: labelled, target: "y", estimator: logisticRegression() }));
    expect(exported.outputs).toEqual({ label: "output_label", probabilities: "probabilities", variable: null });
    expect(exported.inputs).toEqual([{ name: "label", type: "double" }]);
  });
});
