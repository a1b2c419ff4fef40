import { describe, expect, it } from "vitest";
import { strikes } from "../../../test/data/strikes.ts";
import { estimatorOf, findEstimator } from "../estimators/estimator-of.ts";
import type { Column } from "../frame/column.ts";
import { columns } from "../frame/columns.ts";
import type { Frame } from "../frame/frame.ts";
import { type Target, targetOf } from "../frame/target.ts";
import type { FittedMatrixStep } from "../transformers/matrix/matrix-step.ts";
import { explainPipeline, type RowExplanation } from "./explanation.ts";
import { fitPipeline } from "./fit.ts";
import { FeatureMaker } from "./fitted-features.ts";
import type { FittedPipeline } from "./pipeline.ts";
import { recipeOf } from "./prepare.ts";
import type { Recipe } from "./recipe.ts";

const c = columns();
const frame = strikes(300);
/** Speeds beyond every training row's, so that a clip shows. */
const others = ((): Frame => {
  const few = strikes(40, 5);
  const { values } = few.column("speed") as Column & { storage: "values" };
  return few.with([["speed", { storage: "values", kind: "number", values: values.map((x) => 3 * x - 200) }]]);
})();

function fitted(estimator: string, target: "cost" | "wet" | "level", parts: Partial<Recipe>): FittedPipeline {
  const task = target === "cost" ? "regression" : target === "wet" ? "binary" : "multiclass";
  const codes = Int32Array.from({ length: frame.rowCount }, (_, i) => (i * 7) % 3);
  const levels: Target = { kind: "classes", classes: ["low", "middle", "high"], codes };
  const input = {
    frame,
    y: target === "level" ? levels : targetOf(frame.column(target), task === "regression" ? task : "classification"),
    task,
    // no native categories, so that every estimator's features may be selected and mixed
    accepts: { ...findEstimator(estimator).accepts, categories: false, missing: false },
    estimator: estimatorOf(estimator, estimator === "logisticRegression" || estimator === "ridge" ? {} : { trees: 20 }),
    expressions: { month: c["at"].month().expression },
    targetColumns: [target === "level" ? "cost" : target],
    context: { seed: 7 },
  } as const;
  const recipe = { ...recipeOf({ ...input, seed: 7 }), ...parts };
  return fitPipeline({ ...input, recipe });
}

const repairs = [
  { column: "speed", repair: "clip", params: {} },
  { column: "size", repair: "unifyText", params: {} },
];
const select = { step: "selectBest", params: { features: 8 } };
const axes = { step: "pca", params: { components: 5 } };

/** Adds up to the score that the model itself gives. */
function expectAddsUp(pipeline: FittedPipeline, frame: Frame, explanations: readonly RowExplanation[]): void {
  const { values, probabilities } = pipeline.predict(frame);
  explanations.forEach(({ baseline, score, scale, label, contributions }, row) => {
    const sum = contributions.reduce((all, { contribution }) => all + contribution, baseline);
    const size = contributions.reduce((all, { contribution }) => all + Math.abs(contribution), Math.abs(baseline));
    expect(Math.abs(sum - score)).toBeLessThan(1e-9 * size);
    const k = label === null ? 0 : pipeline.classes.indexOf(label);
    if (scale === "value") expect(Math.abs(score - values[row]!)).toBeLessThan(1e-6 * size);
    else if (pipeline.classes.length === 2) {
      expect(1 / (1 + Math.exp(-score))).toBeCloseTo(probabilities![2 * row + k]!, 6);
    }
  });
}

const contributionOf = ({ contributions }: RowExplanation, name: string): number =>
  contributions.find(({ column }) => column === name)!.contribution;

/** The row with one column of another row: what the score then loses is, summed over the background, the column's contribution. */
function exchanged(one: Frame, name: string, background: Frame): Frame {
  const rows = new Int32Array(background.rowCount);
  return one.take(rows).with([[name, background.column(name)]]);
}

describe("contributions through a selection", () => {
  it.each(["ridge", "gradientBoosting", "randomForest"])("are the model's own, column by column: %s", (estimator) => {
    const pipeline = fitted(estimator, "cost", { repairs, matrix: [select] });
    const explanations = explainPipeline(pipeline, others);
    expectAddsUp(pipeline, others, explanations);
    const X = pipeline.transform(others);
    const { contributions } = pipeline.model.explain!(X);
    const { chains } = pipeline.features as FeatureMaker;
    explanations.forEach((explanation, row) => {
      for (const name of new Set(chains.map(({ column }) => column))) {
        const own = new Set(chains.filter((chain) => chain.column === name).flatMap(({ features }) => features));
        const sum = X.features.reduce(
          (all, feature, f) => all + (own.has(feature) ? contributions[row * X.nFeatures + f]! : 0),
          0,
        );
        expect(contributionOf(explanation, name)).toBeCloseTo(sum, 9);
      }
    });
  });

  it("pass of several classes, and of several selections", () => {
    const twice = [select, { step: "selectBest", params: { features: 3 } }];
    const pipeline = fitted("randomForest", "level", { matrix: twice });
    const explanations = explainPipeline(pipeline, others, { label: "high" });
    const { probabilities } = pipeline.predict(others);
    explanations.forEach(({ score, contributions }, row) => {
      expect(score).toBeCloseTo(probabilities![3 * row + 2]!, 6);
      expect(contributions.filter(({ contribution }) => contribution !== 0).length).toBeLessThanOrEqual(3);
    });
  });

  it("show a value as it came, and move with it only as far as its limit", () => {
    const pipeline = fitted("ridge", "cost", { repairs });
    const explanations = explainPipeline(pipeline, others);
    const { values } = others.column("speed") as Column & { storage: "values" };
    const beyond = explanations.filter((_, row) => values[row]! > 300);
    expect(beyond.length).toBeGreaterThan(3);
    expect(new Set(beyond.map((one) => contributionOf(one, "speed"))).size).toBe(1);
    explanations.forEach(({ contributions }, row) => {
      const { value } = contributions.find(({ column }) => column === "speed")!;
      expect(value).toBe(Number.isNaN(values[row]!) ? null : values[row]);
    });
  });
});

describe("contributions through principal components", () => {
  const recipes: readonly (readonly [string, FittedPipeline])[] = [
    ["ridge", fitted("ridge", "cost", { repairs, matrix: [axes] })],
    ["ridge, selected before", fitted("ridge", "cost", { repairs, matrix: [select, axes] })],
    [
      "ridge, selected after",
      fitted("ridge", "cost", { matrix: [axes, { step: "selectBest", params: { features: 2 } }] }),
    ],
    ["two pcas", fitted("ridge", "cost", { matrix: [axes, { step: "pca", params: { components: 3 } }] })],
    ["logistic regression", fitted("logisticRegression", "wet", { matrix: [axes] })],
  ];

  it.each(recipes)("of a linear model add up to its scores: %s", (_, pipeline) => {
    for (const background of [undefined, strikes(30, 9)]) {
      expectAddsUp(pipeline, others, explainPipeline(pipeline, others, { background }));
    }
  });

  it.each(recipes)(
    "are measured against the training rows' means: over those, each column's average 0: %s",
    (_, pipeline) => {
      const explanations = explainPipeline(pipeline, frame);
      const X = pipeline.transform(frame);
      expect(explanations[0]!.baseline).toBeCloseTo(pipeline.model.explain!(X).baseline[0]!, 4);
      for (const { column } of explanations[0]!.contributions) {
        const sizes = explanations.map((one) => contributionOf(one, column));
        const total = sizes.reduce((a, b) => a + b, 0);
        // X is float32, so each of 300 terms may be off by 2^-24 of itself
        expect(Math.abs(total)).toBeLessThanOrEqual(1e-6 * sizes.reduce((a, b) => a + Math.abs(b), 0));
      }
    },
  );

  it.each(recipes.slice(0, 4))("are what the score loses with a column of other rows: %s", (_, pipeline) => {
    const background = strikes(30, 9);
    const one = others.take(Int32Array.of(3));
    const [explanation] = explainPipeline(pipeline, one, { background });
    const score = pipeline.predict(one).values[0]!;
    // "month" is made of "at": exchanging that changes both, and both columns' contributions
    for (const names of [["speed"], ["size"], ["wet"], ["note"], ["at", "month"]]) {
      const without = pipeline.predict(exchanged(one, names[0]!, background)).values;
      const lost = without.reduce((sum, value) => sum + score - value, 0) / without.length;
      const contribution = names.reduce((sum, name) => sum + contributionOf(explanation!, name), 0);
      // predictions go through components in float32
      expect(Math.abs(contribution - lost)).toBeLessThan(1e-6 * Math.abs(score));
    }
  });

  it("of several classes are each class's own", () => {
    const pipeline = fitted("logisticRegression", "level", { matrix: [axes] });
    const scores = ["low", "middle", "high"].map((label) => explainPipeline(pipeline, others, { label }));
    const { probabilities } = pipeline.predict(others);
    for (let row = 0; row < others.rowCount; row++) {
      const powers = scores.map((explanations) => Math.exp(explanations[row]!.score));
      const total = powers.reduce((a, b) => a + b, 0);
      powers.forEach((power, k) => {
        expect(power / total).toBeCloseTo(probabilities![3 * row + k]!, 6);
      });
    }
  });

  it("are refused where nothing exact follows: of trees, and of a step that doesn't say what it is made of", () => {
    const trees = fitted("gradientBoosting", "cost", { matrix: [axes] });
    expect(() => explainPipeline(trees, others)).toThrow(
      expect.objectContaining({
        code: "ML_NOT_EXPLAINABLE",
        message: expect.stringMatching(/^A model of gradientBoosting .* mixed by the recipe's "pca"/),
      }),
    );
    const pipeline = fitted("ridge", "cost", { matrix: [axes] });
    const { features } = pipeline;
    const silent: FittedMatrixStep = { ...(features as FeatureMaker).matrix[0]!, origin: undefined };
    const mixed = new FeatureMaker({ ...(features as FeatureMaker), matrix: [silent] });
    const mute = Object.create(pipeline, { features: { value: mixed } }) as FittedPipeline;
    expect(() => explainPipeline(mute, others)).toThrow(/"pca" doesn't say/);
  });
});
