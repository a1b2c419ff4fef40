import { describe, expect, it } from "vitest";
import { strikes } from "../../../test/data/strikes.ts";
import { estimatorOf, findEstimator } from "../estimators/estimator-of.ts";
import { columns } from "../frame/columns.ts";
import { type Target, targetOf } from "../frame/target.ts";
import { decodeModel, encodeModel } from "./artifact.ts";
import { explainPipeline } from "./explanation.ts";
import { fitPipeline } from "./fit.ts";
import type { FittedPipeline } from "./pipeline.ts";
import { predictorOf } from "./predictor.ts";

const c = columns();
const frame = strikes(300);

function fitted(estimator: string, target: "cost" | "wet" | "level", params = {}): FittedPipeline {
  const task = target === "cost" ? "regression" : target === "wet" ? "binary" : "multiclass";
  return fitPipeline({
    frame,
    y: target === "level" ? levels() : targetOf(frame.column(target), task === "regression" ? task : "classification"),
    task,
    accepts: findEstimator(estimator).accepts,
    estimator: estimatorOf(estimator, params),
    expressions: { fast: c["speed"].gt(180).expression, month: c["at"].month().expression },
    targetColumns: [target === "level" ? "cost" : target],
    target,
    context: { seed: 7 },
  });
}

/** Three classes of cost. */
function levels(): Target {
  const cost = targetOf(frame.column("cost"), "regression");
  const values = cost.kind === "values" ? cost.values : new Float64Array();
  const sorted = [...values].sort((a, b) => a - b);
  const codes = Int32Array.from(values, (value) => (value < sorted[100]! ? 0 : value < sorted[200]! ? 1 : 2));
  return { kind: "classes", classes: ["low", "middle", "high"], codes };
}

describe("explainPipeline", () => {
  it("adds up to the prediction, in columns and declared features", () => {
    for (const estimator of ["linearRegression", "gradientBoosting", "randomForest"]) {
      const pipeline = fitted(estimator, "cost", estimator === "linearRegression" ? {} : { trees: 20 });
      const { values } = pipeline.predict(frame);
      explainPipeline(pipeline, frame).forEach(({ baseline, score, scale, label, contributions }, row) => {
        const sum = contributions.reduce((all, { contribution }) => all + contribution, baseline);
        expect([scale, label]).toEqual(["value", null]);
        expect(Math.abs(sum - score)).toBeLessThan(1e-9 * Math.abs(score));
        expect(Math.abs(score - values[row]!)).toBeLessThan(1e-6 * Math.max(1, Math.abs(values[row]!)));
        const sizes = contributions.map(({ contribution }) => Math.abs(contribution));
        expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
        expect(contributions.map(({ column }) => column).sort()).toEqual(
          ["at", "fast", "month", "note", "size", "speed", "wet"].sort(),
        );
      });
    }
  });

  it("sums the levels and the missing-indicator of a column, and shows its raw value", () => {
    const pipeline = fitted("linearRegression", "cost");
    const X = pipeline.transform(frame);
    const { contributions } = pipeline.model.explain!(X);
    const [first] = explainPipeline(pipeline, frame);
    for (const name of ["speed", "size"]) {
      let sum = 0;
      X.features.forEach((feature, f) => {
        if (feature.name === name || feature.name.startsWith(`${name} `)) sum += contributions[f]!;
      });
      expect(first!.contributions.find(({ column }) => column === name)!.contribution).toBeCloseTo(sum, 9);
    }
    const size = frame.column("size");
    const label = size.storage === "codes" ? size.dictionary[size.codes[0]!] : null;
    expect(first!.contributions.find(({ column }) => column === "size")!.value).toBe(label);
    expect(typeof first!.contributions.find(({ column }) => column === "wet")!.value).toBe("boolean");
    expect(first!.contributions.find(({ column }) => column === "at")!.value).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  it("explains the positive one of two classes, or the one that is asked for", () => {
    const pipeline = fitted("logisticRegression", "wet");
    const [no, yes] = pipeline.classes as [string, string];
    const chosen = explainPipeline(pipeline, frame);
    const other = explainPipeline(pipeline, frame, { label: no });
    const { probabilities } = pipeline.predict(frame);
    chosen.forEach(({ label, scale, score }, row) => {
      expect([label, scale]).toEqual([yes, "logOdds"]);
      expect(other[row]!.label).toBe(no);
      expect(other[row]!.score).toBeCloseTo(-score, 9);
      expect(1 / (1 + Math.exp(-score))).toBeCloseTo(probabilities![2 * row + 1]!, 9);
    });
    expect(() => explainPipeline(pipeline, frame, { label: "maybe" })).toThrow(
      expect.objectContaining({ code: "ML_CLASS_UNKNOWN" }),
    );
  });

  it("explains the predicted one of several classes; probabilities of both ends fit", () => {
    const pipeline = fitted("randomForest", "level", { trees: 20 });
    const { values, probabilities, nClasses } = pipeline.predict(frame);
    explainPipeline(pipeline, frame).forEach(({ label, scale, score }, row) => {
      expect([label, scale]).toEqual([pipeline.classes[values[row]!], "probability"]);
      expect(score).toBeCloseTo(probabilities![row * nClasses + values[row]!]!, 6);
    });
    const binary = fitted("randomForest", "wet", { trees: 20 });
    const [no] = explainPipeline(binary, frame, { label: binary.classes[0]! });
    expect(no!.score).toBeCloseTo(binary.predict(frame).probabilities![0]!, 6);
  });

  it("says which models can't be explained", () => {
    const pipeline = fitted("baseline", "cost");
    const silent = { ...pipeline.model, explain: undefined };
    const mute = Object.create(pipeline, { model: { value: silent } }) as FittedPipeline;
    expect(() => explainPipeline(mute, frame)).toThrow(expect.objectContaining({ code: "ML_NOT_EXPLAINABLE" }));
  });
});

describe("a predictor", () => {
  it("explains plain rows, and the same after its bytes", () => {
    const pipeline = fitted("gradientBoosting", "cost", { trees: 20 });
    const row = { speed: 200, wet: true, size: "Large", at: "2020-05-01T00:00:00Z", note: "none" };
    const { predictions, explanations } = predictorOf(pipeline).explain([row, { ...row, speed: null }]);
    expect(explanations[0]!.score).toBeCloseTo(predictions[0]!.prediction as number, 6);
    expect(explanations[1]!.contributions.find(({ column }) => column === "speed")!.value).toBeNull();
    const again = predictorOf(decodeModel(encodeModel(pipeline))).explain([row]);
    expect(again.explanations[0]).toEqual(explanations[0]);
    const own = predictorOf(pipeline).explain([row], { background: [row] });
    expect(own.explanations[0]!.contributions.every(({ contribution }) => contribution === 0)).toBe(true);
  });
});
