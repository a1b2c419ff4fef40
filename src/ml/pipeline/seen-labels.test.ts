import { describe, expect, it } from "vitest";
import { findEstimator } from "../estimators/estimator-of.ts";
import { ridge } from "../estimators/linear-regression/ridge.ts";
import { columns } from "../frame/columns.ts";
import { frameOf } from "../frame/frame-of.ts";
import { valueTarget } from "../frame/target.ts";
import { decodeModel, encodeModel } from "./artifact.ts";
import { fitPipeline } from "./fit.ts";
import type { FitPipelineInput } from "./pipeline.ts";
import type { Predictor } from "./prediction.ts";
import { predictorOf } from "./predictor.ts";
import { recipeOf } from "./prepare.ts";
import type { Recipe } from "./recipe.ts";

const rows = Array.from({ length: 40 }, (_, i) => ({ town: ["Bonn", " bonn", "Köln", "Ulm"][i % 4]!, area: i % 9 }));
const frame = frameOf(rows);

function predictor(repairs: Recipe["repairs"], expressions: FitPipelineInput["expressions"] = {}): Predictor {
  const input = {
    frame,
    y: valueTarget(rows.map(({ area }, i) => area + (i % 4))),
    task: "regression",
    accepts: findEstimator("ridge").accepts,
    estimator: ridge(),
    expressions,
    context: { seed: 1 },
  } as const;
  const recipe = { ...recipeOf({ ...input, seed: 1 }), repairs };
  return predictorOf(decodeModel(encodeModel(fitPipeline({ ...input, recipe }))));
}

const repairs = [{ column: "town", repair: "unifyText", params: { lowercase: true } }];
const towns = ["KÖLN ", "Bonn", "\tulm", "Mainz"].map((town) => ({ town, area: 3 }));

/** By rows, by single rows and by a table. */
function warned(model: Predictor): string[][] {
  const of = (warnings: readonly { readonly message: string }[]): string[] => warnings.map(({ message }) => message);
  return [
    of(model.predict(towns).warnings),
    towns.flatMap((row) => of(model.predict([row]).warnings)),
    of(model.predictFrame(frameOf(towns)).warnings),
  ];
}

describe("labels that were seen in training", () => {
  it("are those that a repair makes of them, in every path", () => {
    const model = predictor(repairs);
    const mainz = ['"town" is "Mainz", which was never seen in training'];
    expect(warned(model)).toEqual([mainz, mainz, mainz]);
    expect(model.predict(towns.slice(0, 3), { strict: true }).predictions).toHaveLength(3);
    expect(() => model.predict(towns, { strict: true })).toThrow('"town" has the value "Mainz"');
    expect(model.predictOne(towns[0]!)).toEqual(model.predictOne({ town: "Köln", area: 3 }));
  });

  it("are the labels as they come where nothing repairs them, or an expression reads them so", () => {
    const all = ["KÖLN ", "\tulm", "Mainz"].map(
      (town) => `"town" is ${JSON.stringify(town)}, which was never seen in training`,
    );
    expect(warned(predictor([]))).toEqual([all, all, all]);
    const expressions = { far: columns()["town"]!.is("Ulm").expression };
    expect(warned(predictor(repairs, expressions))).toEqual([all, all, all]);
  });
});
