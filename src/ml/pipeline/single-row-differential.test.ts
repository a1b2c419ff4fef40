import { describe, expect, it } from "vitest";
import { strikes } from "../../../test/data/strikes.ts";
import { estimatorOf } from "../estimators/estimator-of.ts";
import type { ParameterValues } from "../estimators/parameters.ts";
import { estimatorTable } from "../estimators/table.ts";
import { columns } from "../frame/columns.ts";
import type { FieldReading } from "../frame/reading.ts";
import { type Target, targetOf } from "../frame/target.ts";
import { type Random, random } from "../random.ts";
import { decodeModel, encodeModel } from "./artifact.ts";
import { fitPipeline } from "./fit.ts";
import type { Predictor } from "./prediction.ts";
import { predictorOf } from "./predictor.ts";
import { recipeOf } from "./prepare.ts";
import type { Recipe, RecipeRepair } from "./recipe.ts";
import { type PlainRow, rowReader } from "./rows.ts";

const frame = strikes(300);
const c = columns();

/** What cells may hold: ordinary, missing in many ways, spelled like tables spell, and wrong. */
const pool: Readonly<Record<string, readonly unknown[]>> = {
  speed: [250.5, 0, -0, 1e300, -1e-300, 80, -999, "-999", "-999.0", "n/a", " ", null, Number.NaN, "12", true, 1n],
  wet: [true, false, 0, 1, "yes", " No ", "TRUE", "n/a", "", null, 2, "maybe", "wahr", [true]],
  size: ["Large", " Small ", "Medium", "small", "Albatross", "", "n/a", "-999", 7, true, null, Number.NaN, {}],
  at: [
    "1999-07-03",
    "03.07.1999",
    19990703,
    "19990703",
    9e11,
    new Date(5e11),
    new Date(Number.NaN),
    "n/a",
    null,
    "soon",
  ],
  note: ["bird in the engine", "gulls", "", " n/a", 12, 2 ** 60, null, "constructor", false],
  constructor: ["a", "b", "c", null, 3],
  extra: [1, null],
  cost: [12],
};
const rare: Readonly<Record<string, number>> = { extra: 0.1, cost: 0.1 };

function reading(as: FieldReading["as"]): FieldReading {
  return { as, decimal: ".", dates: as === "date" ? ["DD.MM.YYYY", "YYYYMMDD"] : [], missingTexts: ["n/a", "-999"] };
}

function model(
  name: string,
  task: "regression" | "binary" | "multiclass" | "none",
  params: ParameterValues,
  parts: Partial<Recipe> = {},
): Predictor {
  const definition = estimatorTable[name]!;
  const labels = ["low", "__proto__", "top"].slice(0, task === "multiclass" ? 3 : 2);
  const codes = Int32Array.from({ length: frame.rowCount }, (_, i) => (i * 7) % labels.length);
  const classes: Target = { kind: "classes", codes, classes: labels };
  const y = task === "none" ? null : task === "regression" ? targetOf(frame.column("cost"), task) : classes;
  const named = frame.with([
    [
      "constructor",
      { storage: "codes", kind: "category", codes: Int32Array.from(codes, (_, i) => i % 2), dictionary: ["a", "b"] },
    ],
  ]);
  const input = {
    frame: named,
    y,
    task: task === "none" ? definition.tasks[0]! : task,
    accepts: definition.accepts,
    estimator: estimatorOf(name, params),
    expressions: { fast: c["speed"]!.log1p().expression, month: c["at"]!.month().expression },
    targetColumns: ["cost"],
    readings: new Map([
      ["speed", reading("number")],
      ["wet", reading("boolean")],
      ["at", reading("date")],
      ["size", reading("text")],
    ]),
    context: { seed: 3 },
  };
  const recipe = { ...recipeOf({ ...input, seed: 3 }), ...parts };
  const pipeline = fitPipeline({ ...input, recipe });
  return predictorOf(decodeModel(encodeModel(pipeline)));
}

/** Mostly ordinary cells, as a row with one wrong cell tells little of the others. */
function drawnRow(draw: Random): PlainRow {
  const cells = Object.entries(pool).flatMap(([name, values]): [string, unknown][] => {
    if (draw.next() > (rare[name] ?? 0.99)) return [];
    return [[name, values[draw.integer(draw.next() < 0.8 ? Math.ceil(values.length / 3) : values.length)]]];
  });
  return Object.fromEntries(draw.shuffle(cells));
}

function outcome(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return String(error);
  }
}

const networks = { networks: 1, width: 8, epochs: 1 };
const repairs: readonly RecipeRepair[] = [
  { column: "speed", repair: "clip", params: { lower: 0.1, upper: 0.9 } },
  { column: "size", repair: "unifyText", params: { lowercase: true } },
  { column: "fast", repair: "clip", params: {} },
  { column: "constructor", repair: "unifyText", params: {} },
];
const select = { step: "selectBest", params: { features: 7 } };
const axes = { step: "pca", params: { components: 4 } };
const cases: readonly (readonly [string, Parameters<typeof model>[1], ParameterValues, Partial<Recipe>])[] = [
  ["baseline", "binary", {}, {}],
  ["linearRegression", "regression", {}, {}],
  ["lasso", "regression", {}, {}],
  ["logisticRegression", "binary", { calibration: "isotonic" }, {}],
  ["logisticRegression", "multiclass", {}, {}],
  ["gradientBoosting", "regression", { trees: 8, loss: "absoluteError", monotone: { speed: 1 } }, {}],
  ["gradientBoosting", "binary", { trees: 8, calibration: "platt", calibrationFolds: 2 }, {}],
  ["gradientBoosting", "multiclass", { trees: 8 }, {}],
  ["randomForest", "multiclass", { trees: 8, calibration: "temperature", calibrationFolds: 2 }, {}],
  ["extraTrees", "regression", { trees: 8 }, {}],
  ["neuralNetwork", "binary", networks, {}],
  ["neuralNetwork", "regression", networks, {}],
  ["kMeans", "none", {}, {}],
  ["gaussianMixture", "none", {}, {}],
  ["isolationForest", "none", { trees: 8 }, {}],
  ["pca", "none", {}, {}],
  ["mixtureDensity", "none", {}, {}],
  ["linearRegression", "regression", {}, { repairs, matrix: [select, axes] }],
  ["logisticRegression", "multiclass", {}, { repairs, matrix: [axes] }],
  ["gradientBoosting", "regression", { trees: 8 }, { repairs }],
  ["ridge", "regression", {}, { matrix: [select] }],
  ["kMeans", "none", {}, { repairs, matrix: [axes] }],
];

describe.each(cases)("any row of %s (%s, %j, %j)", (name, task, params, parts) => {
  const predictor = model(name, task, params, parts);
  const draw = random(5, name, task);
  const rows = Array.from({ length: 1000 }, () => drawnRow(draw));

  it("alone has the bits, the warnings and the errors that it has among others", () => {
    let [right, odd, wrong] = [0, 0, 0];
    for (const row of rows) {
      const among = outcome(() => {
        const { predictions, warnings } = predictor.predict([row, row]);
        return { predictions: [predictions[0]], warnings: warnings.filter((one) => one.row === 0) };
      });
      expect(outcome(() => predictor.predict([row]))).toStrictEqual(among);
      const prediction = typeof among === "string" ? among : (among as { predictions: unknown[] }).predictions[0];
      expect(outcome(() => predictor.predictOne(row))).toStrictEqual(prediction);
      const strict = outcome(() => predictor.predict([row, row], { strict: true }).predictions[0]);
      expect(outcome(() => predictor.predictOne(row, { strict: true }))).toStrictEqual(strict);
      if (typeof among === "string") wrong++;
      else if ((among as { warnings: unknown[] }).warnings.length > 0) odd++;
      else right++;
    }
    for (const count of [right, odd, wrong]) expect(count).toBeGreaterThan(100);
  });

  it("is scored in a table as by itself", () => {
    const sound = rows.filter((row) => typeof outcome(() => predictor.predictOne(row)) !== "string");
    const { predictions, warnings } = predictor.predict(sound);
    const table = predictor.predictFrame(rowReader(predictor.schema)(sound).frame);
    const { classes } = predictor;
    const said = predictions.map(({ prediction }) =>
      classes.length === 0 ? prediction : classes.indexOf(`${prediction}`),
    );
    expect([...table.values]).toStrictEqual(said);
    if (table.probabilities !== undefined) {
      const probabilities = predictions.flatMap((one) => classes.map((label) => one.probabilities![label]));
      expect([...table.probabilities]).toStrictEqual(probabilities);
    }
    const known = new Set(predictor.schema.map((field) => field.name));
    expect(table.warnings).toEqual(warnings.filter(({ field }) => known.has(field)));
  });
});
