import { beforeAll, describe, expect, it } from "vitest";
import { strikes } from "../../../test/data/strikes.ts";
import { estimatorOf } from "../estimators/estimator-of.ts";
import { estimatorTable } from "../estimators/table.ts";
import { columns } from "../frame/columns.ts";
import { Frame } from "../frame/frame.ts";
import { targetOf } from "../frame/target.ts";
import { decodeModel, encodeModel } from "./artifact.ts";
import { fitPipeline } from "./fit.ts";
import type { Predictor } from "./prediction.ts";
import { predictorOf } from "./predictor.ts";
import { type PlainRow, rowReader } from "./rows.ts";

const frame = strikes(300);
const c = columns();

function model(estimator: string, task: "regression" | "binary"): Predictor {
  const column = task === "regression" ? "cost" : "wet";
  const y = targetOf(
    task === "regression"
      ? frame.column(column)
      : {
          storage: "codes",
          kind: "category",
          codes: Int32Array.from({ length: frame.rowCount }, (_, i) => i % 2),
          dictionary: ["no", "yes"],
        },
    task === "regression" ? "regression" : "classification",
  );
  const pipeline = fitPipeline({
    frame,
    y,
    task,
    accepts: estimatorTable[estimator]!.accepts,
    estimator: estimatorOf(
      estimator,
      estimator === "linearRegression" || estimator === "logisticRegression" ? {} : { trees: 12 },
    ),
    expressions: { fast: c["speed"]!.log1p().expression, month: c["at"]!.month().expression },
    targetColumns: ["cost"],
    context: { seed: 3 },
  });
  return predictorOf(decodeModel(encodeModel(pipeline)));
}

const rows: readonly PlainRow[] = [
  { speed: 250.5, wet: true, size: "Large", at: "1999-07-03", note: "bird in the engine" },
  { speed: null, wet: "no", size: null, at: null, note: "gulls" },
  { speed: 1e-3, wet: 0, size: "Albatross", at: 9e11, note: "", extra: 1 },
  { speed: 1e300, wet: null, size: "Small", at: new Date(5e11), note: null },
  Object.assign(Object.create(null), { speed: 3, wet: 1, size: "Small", at: 5, note: "x" }),
];
const wrong: readonly unknown[] = [
  { speed: "fast", wet: true, size: "Large", at: null, note: "" },
  { wet: true, size: "Large", at: null, note: "" },
  { speed: 1, wet: 2, size: "Large", at: null, note: "" },
  { speed: 1, wet: true, size: {}, at: null, note: "" },
  { speed: 1, wet: true, size: "Large", at: "soon", note: "" },
  Object.create({ speed: 1, wet: true, size: "Large", at: null, note: "" }),
  null,
  [1],
];

const cases = [
  ["linearRegression", "regression"],
  ["gradientBoosting", "regression"],
  ["randomForest", "regression"],
  ["logisticRegression", "binary"],
  ["gradientBoosting", "binary"],
  ["randomForest", "binary"],
] as const;

describe.each(cases)("single rows of %s (%s)", (estimator, task) => {
  let predictor: Predictor;
  beforeAll(() => {
    predictor = model(estimator, task);
  });
  const outcome = (work: () => unknown): unknown => {
    try {
      return work();
    } catch (error) {
      return String(error);
    }
  };

  it("have the bits and the warnings that they have among others", () => {
    const { predictions, warnings } = predictor.predict(rows);
    rows.forEach((row, i) => {
      expect(predictor.predictOne(row)).toStrictEqual(predictions[i]);
      const alone = predictor.predict([row]);
      expect(alone.predictions).toStrictEqual([predictions[i]]);
      expect(alone.warnings).toEqual(warnings.filter((one) => one.row === i).map((one) => ({ ...one, row: 0 })));
    });
    expect(warnings.length).toBeGreaterThan(2);
  });

  it("leave nothing behind for the next row", () => {
    const first = predictor.predictOne(rows[0]!);
    for (const row of rows) predictor.predictOne(row);
    expect(predictor.predictOne(rows[0]!)).toStrictEqual(first);
  });

  it("are refused in the same words", () => {
    for (const row of wrong) {
      const among = outcome(() => predictor.predict([row as PlainRow, row as PlainRow]));
      expect(among).toMatch(/Row 0|row 0/);
      expect(outcome(() => predictor.predictOne(row as PlainRow))).toBe(among);
      expect(outcome(() => predictor.predict([row as PlainRow]))).toBe(among);
    }
    expect(() => predictor.predictOne(rows[2]!, { strict: true })).toThrow(/Albatross|extra/);
  });

  it("have the numbers and warnings that they have as a table", () => {
    const asTable = rowReader(predictor.schema)(rows).frame;
    const scored = predictor.predictFrame(new Frame(asTable.rowCount, asTable.columns));
    const plain = predictor.predict(rows);
    expect(scored.warnings).toEqual(plain.warnings.filter(({ field }) => field !== "extra"));
    plain.predictions.forEach(({ prediction, probabilities }, i) => {
      const { classes } = predictor;
      expect(classes.length === 0 ? scored.values[i] : classes[scored.values[i]!]).toBe(prediction);
      if (probabilities === undefined) return;
      const own = [...scored.probabilities!.subarray(i * classes.length, (i + 1) * classes.length)];
      expect(own).toEqual(Object.values(probabilities));
    });
  });
});

it("a table whose column holds something else is refused as its rows are", () => {
  const predictor = model("linearRegression", "regression");
  const { frame: good } = rowReader(predictor.schema)(rows.slice(0, 2));
  const labels = { storage: "codes", kind: "category", codes: Int32Array.of(0, -1), dictionary: ["fast"] } as const;
  expect(() => predictor.predictFrame(good.with([["speed", labels]]))).toThrow(
    'Row 0: field "speed" must be a finite number, got "fast".',
  );
  const two = { storage: "values", kind: "number", values: Float64Array.of(1, 2) } as const;
  expect(() => predictor.predictFrame(good.with([["wet", two]]))).toThrow(
    'Row 1: field "wet" must be true or false, got number 2.',
  );
  const days = { storage: "values", kind: "date", values: Float64Array.of(0, 5e11) } as const;
  expect(() => predictor.predictFrame(good.with([["speed", days]]))).toThrow(
    'Row 0: field "speed" must be a finite number, got an object.',
  );
});
