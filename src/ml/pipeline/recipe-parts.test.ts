import { describe, expect, it } from "vitest";
import { strikes } from "../../../test/data/strikes.ts";
import type { ModelData } from "../estimators/estimator.ts";
import { estimatorOf, findEstimator } from "../estimators/estimator-of.ts";
import { columns } from "../frame/columns.ts";
import type { Frame } from "../frame/frame.ts";
import { targetOf } from "../frame/target.ts";
import { decodeModel, encodeModel } from "./artifact.ts";
import { decodeContainer, encodeContainer } from "./container.ts";
import { describeRecipe } from "./describe-recipe.ts";
import { fitPipeline } from "./fit.ts";
import type { FitPipelineInput } from "./pipeline.ts";
import { prepare, recipeOf } from "./prepare.ts";
import type { Recipe, RecipeRepair, RecipeStep } from "./recipe.ts";

const c = columns();
const frame = strikes(300);
const repairs: readonly RecipeRepair[] = [
  { column: "speed", repair: "clip", params: { lower: 0.1 } },
  { column: "size", repair: "unifyText", params: { lowercase: true } },
  { column: "double", repair: "clip", params: {} },
];
const matrix: readonly RecipeStep[] = [
  { step: "selectBest", params: { features: 6 } },
  { step: "pca", params: { components: 4 } },
];

function rowsOf(frame: Frame, estimator = "linearRegression"): Omit<FitPipelineInput, "recipe"> {
  return {
    frame,
    y: targetOf(frame.column("cost"), "regression"),
    task: "regression",
    accepts: findEstimator(estimator).accepts,
    estimator: estimatorOf(estimator, estimator === "linearRegression" ? {} : { trees: 10 }),
    expressions: { double: c["speed"].times(2).expression },
    targetColumns: ["cost"],
    context: { seed: 7 },
  };
}

const chosen = recipeOf({ ...rowsOf(frame), seed: 7 });
const full: Recipe = { ...chosen, repairs, matrix };
const fitWith = (parts: Partial<Recipe>, estimator?: string) =>
  fitPipeline({ ...rowsOf(frame, estimator), recipe: { ...chosen, ...parts } });
const values = (frame: Frame, name: string): Float64Array => {
  const column = frame.column(name);
  return column.storage === "values" ? column.values : new Float64Array();
};

describe("repairs and matrix steps", () => {
  it("come before transformers and after them: a fit on repaired rows is the same", () => {
    const inOrder = Float64Array.from(values(frame, "speed"))
      .filter((x) => !Number.isNaN(x))
      .sort();
    // numpy's quantile: between the sorted values around (n - 1) * q
    const quantile = (q: number): number => {
      const at = (inOrder.length - 1) * q;
      const [low, high] = [inOrder[Math.floor(at)]!, inOrder[Math.ceil(at)]!];
      return low + (high - low) * (at - Math.floor(at));
    };
    const [low, high] = [quantile(0.1), quantile(0.995)];
    const speed = values(frame, "speed").map((x) => (x < low ? low : x > high ? high : x));
    const repaired = frame.with([["speed", { storage: "values", kind: "number", values: speed }]]);
    const entries = chosen.entries.filter(({ column }) => column !== "double");
    const own = prepare({ ...rowsOf(frame), recipe: { entries, leftOut: [], repairs: repairs.slice(0, 1) }, seed: 7 });
    const other = prepare({ ...rowsOf(repaired), recipe: { entries, leftOut: [] }, seed: 7 });
    expect([...own.X.values]).toEqual([...other.X.values]);
    const best = prepare({ ...rowsOf(frame), recipe: full, seed: 7 });
    expect(best.features.features.map(({ name }) => name)).toEqual(["pca 1", "pca 2", "pca 3", "pca 4"]);
    expect([...best.X.values]).toEqual([...best.features.transform(frame).values]);
  });

  it("leave expressions the columns as they come, and repair what they make under its own name", () => {
    const entries = ["speed", "double"].map((column) => ({ column, transformer: "numeric", params: {}, steps: [] }));
    const X = (repairs: Recipe["repairs"]) =>
      prepare({ ...rowsOf(frame), recipe: { entries, leftOut: [], repairs }, seed: 7 }).X.values;
    const [plain, first, second] = [X([]), X(repairs.slice(0, 1)), X(repairs.slice(2))];
    const rows = frame.rowCount;
    expect([...first!.subarray(rows)]).toEqual([...plain!.subarray(rows)]);
    expect([...first!.subarray(0, rows)]).not.toEqual([...plain!.subarray(0, rows)]);
    expect([...second!.subarray(0, rows)]).toEqual([...plain!.subarray(0, rows)]);
    expect([...second!.subarray(rows)]).not.toEqual([...plain!.subarray(rows)]);
  });

  it("learn from training rows alone", () => {
    const train = Int32Array.from({ length: 200 }, (_, i) => i);
    const speed = values(frame, "speed").map((x, i) => (i < 200 ? x : 1e6));
    const size = frame.column("size") as { codes: Int32Array; dictionary: readonly string[] };
    const codes = size.codes.map((code, i) => (i < 200 ? code : 3));
    const wild = frame.with([
      ["speed", { storage: "values", kind: "number", values: speed }],
      ["size", { storage: "codes", kind: "category", codes, dictionary: [...size.dictionary, "huge"] }],
      ["cost", { storage: "values", kind: "number", values: values(frame, "cost").map((x, i) => (i < 200 ? x : -x)) }],
    ]);
    const bytesOf = (all: Frame) => encodeModel(fitPipeline({ ...rowsOf(all.take(train)), recipe: full }));
    expect(bytesOf(wild)).toEqual(bytesOf(frame));
    // and the comparison can fail
    const allOf = (all: Frame) => encodeModel(fitPipeline({ ...rowsOf(all), recipe: full }));
    expect(allOf(wild)).not.toEqual(allOf(frame));
  });

  it("are in the artifact, and only where there are any", () => {
    const pipeline = fitWith({ repairs, matrix });
    const bytes = encodeModel(pipeline);
    const loaded = decodeModel(bytes);
    expect(encodeModel(loaded)).toEqual(bytes);
    const unseen = strikes(500, 99);
    expect([...loaded.predict(unseen).values]).toEqual([...pipeline.predict(unseen).values]);
    expect(loaded.features.recipe).toEqual(full);
    const data = decodeContainer(bytes);
    expect(Object.keys(data)).toEqual(expect.arrayContaining(["repairs", "matrix"]));
    const plain = encodeModel(fitPipeline(rowsOf(frame)));
    expect(encodeModel(fitWith({ repairs: [], matrix: [] }))).toEqual(plain);
    expect(encodeModel(fitWith({ repairs: undefined }))).toEqual(plain);
    const header = decodeContainer(plain);
    expect([...Object.keys(header), ...Object.keys(header["recipe"] as object)].sort()).toEqual(
      [
        ...["chains", "classes", "entries", "estimator", "expressions", "leftOut", "model", "positive"],
        ...["recipe", "schema", "target", "threshold"],
      ].sort(),
    );
  });

  it("are lines for people", () => {
    const lines = describeRecipe(full);
    expect(lines.slice(0, 3)).toEqual([
      "speed: first limited to quantiles (lower 0.1)",
      "size: first white space unified (lowercase true)",
      "double: first limited to quantiles",
    ]);
    expect(lines).toContain("all features: the features that tell most about the target (features 6)");
    expect(lines).toContain("what that makes: principal components (components 4)");
    expect(lines.filter((line) => !describeRecipe(chosen).includes(line))).toHaveLength(5);
  });

  it.each<[string, Partial<Recipe>, string]>([
    ["an unknown repair", { repairs: [{ column: "speed", repair: "clop", params: {} }] }, 'got repair "clop"'],
    [
      "a repair of another kind of column",
      { repairs: [{ column: "size", repair: "clip", params: {} }] },
      'Recipe, column "size": expected a column of kind number for clip, got category.',
    ],
    [
      "a repair that no feature would show",
      { repairs: [{ column: "sped", repair: "clip", params: {} }] },
      'Recipe, repair "clip": expected a column that the recipe makes features of (speed, wet, size, at, note, double), got "sped" (did you mean "speed"?).',
    ],
    [
      "an unknown matrix step",
      { matrix: [...matrix, { step: "umap", params: {} }] },
      'Recipe, matrix step 3: expected one of pca, selectBest, got "umap".',
    ],
  ])("are refused: %s", (_, parts, message) => {
    expect(() => fitWith(parts)).toThrow(
      expect.objectContaining({ code: "ML_RECIPE_INVALID", message: expect.stringContaining(message) }),
    );
  });

  it("are refused where the features or the task don't suit them, and where a parameter isn't theirs", () => {
    const trees = rowsOf(frame, "gradientBoosting");
    const native = recipeOf({ ...trees, seed: 7 });
    expect(() => fitPipeline({ ...trees, recipe: { ...native, matrix } })).toThrow(
      'Recipe, matrix step 1: expected numeric features for selectBest, got the categorical feature "size".',
    );
    const clusters = { ...rowsOf(frame, "linearRegression"), y: null, task: "clustering" as const };
    expect(() => fitPipeline({ ...clusters, recipe: { ...chosen, matrix } })).toThrow(
      "Recipe, matrix step 1: expected a target for selectBest, got none.",
    );
    expect(() => fitWith({ matrix: [{ step: "pca", params: { components: 1.5 } }] })).toThrow(
      expect.objectContaining({ code: "ML_PARAMETER_INVALID" }),
    );
    const unfilled = chosen.entries.map((entry) => ({ ...entry, steps: [] }));
    expect(() => fitWith({ entries: unfilled, matrix: [{ step: "pca", params: {} }] })).toThrow(
      expect.objectContaining({ code: "ML_VALUE_NOT_FINITE", message: expect.stringContaining('feature "speed"') }),
    );
  });
});

describe("a model's data with repairs and matrix steps", () => {
  const data = decodeContainer(encodeModel(fitWith({ repairs, matrix })));
  const [clip] = data["repairs"] as readonly [ModelData & { data: ModelData }];
  const [select, axes] = data["matrix"] as readonly [ModelData, ModelData & { data: ModelData }];
  const recipe = data["recipe"] as ModelData;

  it.each<[string, ModelData, string]>([
    ["an empty list of repairs", { repairs: [] }, "model.repairs: expected at least one item"],
    ["an unknown repair", { repairs: [{ ...clip, repair: "x" }] }, "model.repairs[0].repair: expected a known repair"],
    ["a repair of nothing", { repairs: [{ ...clip, column: "at home" }] }, "columns that features are made of"],
    ["crossed limits", { repairs: [{ ...clip, data: { ...clip!.data, high: -1e9 } }] }, "clip.high"],
    ["an unknown matrix step", { matrix: [{ ...select, step: "x" }] }, "a known matrix step"],
    ["matrix steps in another order", { matrix: [axes!, select!] }, "pca"],
    ["a matrix step too few", { matrix: [select!] }, "model.model: expected 6 features, got 4"],
    ["axes of another width", { matrix: [select!, { ...axes, data: { ...axes!.data, components: 5 } }] }, "pca.axes"],
    ["a recipe with an empty list", { recipe: { ...recipe, matrix: [] } }, "model.recipe.matrix"],
    ["a recipe with more in it", { recipe: { ...recipe, repairs: [{ column: "speed" }] } }, "model.recipe.repairs[0]"],
  ])("is refused: %s", (_, wrong, message) => {
    expect(() => decodeModel(encodeContainer({ ...data, ...wrong }))).toThrow(
      expect.objectContaining({ code: "ML_MODEL_CORRUPT", message: expect.stringContaining(message) }),
    );
  });
});
