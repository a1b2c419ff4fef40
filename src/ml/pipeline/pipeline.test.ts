import { describe, expect, it } from "vitest";
import { strikes } from "../../../test/data/strikes.ts";
import { estimatorOf, findEstimator } from "../estimators/estimator-of.ts";
import { columns } from "../frame/columns.ts";
import { targetOf } from "../frame/target.ts";
import { decodeModel, encodeModel } from "./artifact.ts";
import { fitPipeline, fitPrepared } from "./fit.ts";
import type { FitPipelineInput } from "./pipeline.ts";
import { prepare, recipeOf } from "./prepare.ts";

const c = columns();

function regression(overrides: Partial<FitPipelineInput> = {}): FitPipelineInput {
  const frame = strikes(300);
  return {
    frame,
    y: targetOf(frame.column("cost"), "regression"),
    task: "regression",
    accepts: findEstimator("linearRegression").accepts,
    estimator: estimatorOf("linearRegression", {}),
    expressions: { fast: c["speed"].gt(180).expression, month: c["at"].month().expression },
    targetColumns: ["cost"],
    target: "cost",
    context: { seed: 7 },
    ...overrides,
  };
}

describe("fitPipeline", () => {
  it("learns from derived columns, categories, dates and text, and leaves out ids and constants with the reason", () => {
    const input = regression();
    const pipeline = fitPipeline(input);
    const names = pipeline.features.features.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(["speed", "speed is missing", "size = Large", "fast", "month", "at: days since 1970"]),
    );
    expect(pipeline.features.recipe.leftOut).toEqual([
      { column: "id", reason: "an id names rows, it doesn't describe them" },
      { column: "country", reason: "the same in every training row" },
      { column: "nothing", reason: "no value in the training rows" },
    ]);
    expect(pipeline.schema.filter(({ required }) => required).map(({ name }) => name)).toEqual([
      "speed",
      "wet",
      "size",
      "at",
      "note",
    ]);
    const predicted = pipeline.predict(input.frame);
    const actual = input.y!.kind === "values" ? input.y!.values : new Float64Array();
    const mean = actual.reduce((a, b) => a + b, 0) / actual.length;
    const residual = predicted.values.reduce((sum, p, i) => sum + (p - actual[i]!) ** 2, 0);
    const total = actual.reduce((sum, a) => sum + (a - mean) ** 2, 0);
    expect(residual).toBeLessThan(total / 4); // the cost is linear in speed and size, so most of it can be told
  });

  it("gives equal bytes for equal fits, and the decoded model predicts to the bit what the fitted one did", () => {
    const [first, second] = [fitPipeline(regression()), fitPipeline(regression())];
    const bytes = encodeModel(first);
    expect(Buffer.from(encodeModel(second)).equals(Buffer.from(bytes))).toBe(true);
    const loaded = decodeModel(bytes);
    expect(Buffer.from(encodeModel(loaded)).equals(Buffer.from(bytes))).toBe(true);
    const unseen = strikes(500, 99);
    expect([...loaded.predict(unseen).values]).toEqual([...first.predict(unseen).values]);
    expect(loaded.schema).toEqual(first.schema);
    expect(loaded.features.recipe).toEqual(first.features.recipe);
  });

  it("prepares once for many fits, to the same result", () => {
    const input = regression();
    const prepared = prepare({ ...input, seed: 7 });
    const pipeline = fitPrepared({ ...input, prepared });
    expect(Buffer.from(encodeModel(pipeline)).equals(Buffer.from(encodeModel(fitPipeline(input))))).toBe(true);
    const frozen = prepare({ ...input, seed: 7, recipe: recipeOf({ ...input, seed: 7 }) });
    expect([...frozen.X.values]).toEqual([...prepared.X.values]);
  });

  it("tells training rows and new rows apart only where the target was read", () => {
    const input = regression();
    const prepared = prepare({ ...input, seed: 7 });
    expect([...prepared.features.transform(input.frame).values]).toEqual([...prepared.X.values]);
    const recipe = { entries: [{ column: "size", transformer: "targetEncoding", params: {}, steps: [] }], leftOut: [] };
    const encoded = prepare({ ...input, recipe, seed: 7 });
    expect([...encoded.features.transform(input.frame).values]).not.toEqual([...encoded.X.values]);
  });

  it("refuses features made of the target, unknown columns, and rows without anything to learn from", () => {
    const leak = { leak: c["cost"].times(2).expression };
    expect(() => fitPipeline(regression({ expressions: leak }))).toThrow('Feature "leak" reads "cost"');
    expect(() => fitPipeline(regression({ expressions: { x: c["sped"].abs().expression } }))).toThrow(
      'Did you mean "speed"?',
    );
    const exclude = ["speed", "wet", "size", "at", "note"];
    expect(() => fitPipeline(regression({ expressions: {}, exclude }))).toThrow(
      /No feature is left.*country \(the same/,
    );
    const recipe = { entries: [{ column: "size", transformer: "numeric", params: {}, steps: [] }], leftOut: [] };
    expect(() => fitPipeline(regression({ recipe }))).toThrow(/number or boolean.*got category/);
  });
});

describe("a binary pipeline", () => {
  const frame = strikes(300);
  const input = regression({
    frame,
    y: targetOf(frame.column("wet"), "classification"),
    task: "binary",
    accepts: findEstimator("baseline").accepts,
    estimator: estimatorOf("baseline", {}),
    targetColumns: ["wet"],
  });

  it("predicts the positive class from its threshold up", () => {
    const pipeline = fitPipeline(input);
    expect(pipeline).toMatchObject({ task: "binary", classes: ["false", "true"], positive: 1, threshold: 0.5 });
    const { values, probabilities } = pipeline.predict(frame);
    const share = probabilities![1]!;
    expect(share).toBeGreaterThan(0.2);
    expect(values[0]).toBe(share >= 0.5 ? 1 : 0);
    expect(pipeline.withThreshold(share).predict(frame).values[0]).toBe(1);
    expect(pipeline.withThreshold(Math.min(1, share + 1e-9)).predict(frame).values[0]).toBe(0);
    expect(() => pipeline.withThreshold(1.5)).toThrow("from 0 to 1");
  });

  it("can mean the other class by positive", () => {
    const pipeline = fitPipeline({ ...input, positive: "false", threshold: 1 });
    expect(pipeline.positive).toBe(0);
    expect(pipeline.predict(frame).values[0]).toBe(1);
    expect(() => fitPipeline({ ...input, positive: "wet" })).toThrow("no class");
  });
});
