import { describe, expect, it } from "vitest";
import { baseline } from "../estimators/baseline/baseline.ts";
import { isolationForest } from "../estimators/isolation-forest/isolation-forest.ts";
import { linearRegression } from "../estimators/linear-regression/linear-regression.ts";
import { logisticRegression } from "../estimators/logistic-regression/logistic-regression.ts";
import { random } from "../random.ts";
import { fitRows } from "./fit-rows.ts";
import { predictorOf } from "./predictor.ts";

const draw = random(4);
const rows = Array.from({ length: 200 }, (_, i) => {
  const area = 30 + Math.round(draw.next() * 90);
  const district = ["centre", "hills"][draw.integer(2)]!;
  return {
    id: `f${i}`,
    area,
    district,
    large: area > 75,
    rent: i === 7 ? null : 10 * area + (district === "hills" ? 300 : 0),
  };
});

describe("fitRows", () => {
  it("learns a number by regression, from rows that have one, and predicts plain rows", () => {
    const model = predictorOf(fitRows({ rows, target: "rent", estimator: linearRegression(), exclude: ["id"] }));
    expect(model.task).toBe("regression");
    expect(model.predictOne({ area: 50, district: "hills", large: false }).prediction).toBeCloseTo(800, 0);
  });

  it("learns labels and booleans by classification, with features of one's own", () => {
    const pipeline = fitRows({
      rows,
      target: "large",
      estimator: logisticRegression(),
      features: (c) => ({ each: c["rent"]!.dividedBy(c["area"]!) }),
      exclude: ["id"],
    });
    expect(pipeline).toMatchObject({ task: "binary", target: "large", classes: ["false", "true"], positive: 1 });
    expect(pipeline.features.features.map(({ name }) => name).join()).toContain("each");
    expect(pipeline.features.recipe.entries.map(({ column }) => column)).not.toContain("large");
    expect(fitRows({ rows, target: "district", positive: "hills", estimator: baseline() })).toMatchObject({
      positive: 1,
    });
  });

  it("finds anomalies without a target", () => {
    expect(fitRows({ rows, estimator: isolationForest({ trees: 10 }) }).task).toBe("anomaly");
  });

  it("refuses an estimator that can't learn the target", () => {
    expect(() => fitRows({ rows, target: "rent", estimator: logisticRegression() })).toThrow(
      "logisticRegression does binary, multiclass; what was given asks for regression.",
    );
    expect(() => fitRows({ rows, estimator: linearRegression() })).toThrow("clustering or anomaly");
  });
});
