import { describe, expect, it, vi } from "vitest";
import {
  type CodeColumn,
  decodeModel,
  describeRecipe,
  encodeModel,
  findEstimator,
  fitPipeline,
  type MatrixStepDefinition,
  predictorOf,
  type RepairDefinition,
  recipeOf,
  ridge,
  targetOf,
  type ValueColumn,
} from "../src/ml/index.ts";
import type * as MatrixTable from "../src/ml/transformers/matrix/table.ts";
import type * as RepairTable from "../src/ml/transformers/repairs/table.ts";
import { strikes } from "./data/strikes.ts";

/** The tables with one more row each: all that a new repair and a new matrix step take. */
vi.mock("../src/ml/transformers/repairs/table.ts", async (importOriginal) => {
  const { repairTable } = await importOriginal<typeof RepairTable>();
  const fitted = (add: number): ReturnType<RepairDefinition["fit"]> => ({
    repair: "shift",
    apply: (column) => ({ ...(column as ValueColumn), values: (column as ValueColumn).values.map((x) => x + add) }),
    toData: () => ({ add }),
  });
  const shift: RepairDefinition = {
    name: "shift",
    summary: "Adds the column's first number.",
    phrase: "shifted",
    kinds: ["number"],
    parameters: {
      times: { type: "number", default: 1, low: 0, high: 9, summary: "How often." },
    },
    fit: ({ column, params }) =>
      fitted((column as ValueColumn).values.find((x) => !Number.isNaN(x))! * Number(params["times"])),
    load: ({ add }) => fitted(add as number),
  };
  return { repairTable: new Map([...repairTable, [shift.name, shift]]) };
});

vi.mock("../src/ml/transformers/matrix/table.ts", async (importOriginal) => {
  const { matrixStepTable } = await importOriginal<typeof MatrixTable>();
  const fitted = (features: Parameters<MatrixStepDefinition["load"]>[1]): ReturnType<MatrixStepDefinition["fit"]> => ({
    step: "mirror",
    features: [...features].reverse(),
    transform({ nSamples: n, nFeatures: d, values }, into) {
      for (let f = 0; f < d; f++) into.set(values.subarray(f * n, (f + 1) * n), (d - 1 - f) * n);
    },
    origin: { kind: "selected", indices: Int32Array.from(features, (_, f) => features.length - 1 - f) },
    toData: () => ({}),
  });
  const mirror: MatrixStepDefinition = {
    name: "mirror",
    summary: "Features in the other order.",
    phrase: "turned around",
    kinds: ["numeric"],
    parameters: {},
    needsTarget: false,
    fit: ({ X }) => fitted(X.features),
    load: (_, features) => fitted(features),
  };
  return { matrixStepTable: new Map([...matrixStepTable, [mirror.name, mirror]]) };
});

const frame = strikes(200);
const input = {
  frame,
  y: targetOf(frame.column("cost"), "regression"),
  task: "regression" as const,
  accepts: findEstimator("ridge").accepts,
  estimator: ridge(),
  targetColumns: ["cost"],
  context: { seed: 1 },
};
const chosen = recipeOf({ ...input, seed: 1 });
const recipe = {
  ...chosen,
  repairs: [{ column: "speed", repair: "shift", params: { times: 2 } }],
  matrix: [{ step: "mirror", params: {} }],
};

describe("a repair and a matrix step that are one more row of their tables", () => {
  const pipeline = fitPipeline({ ...input, recipe });
  const bytes = encodeModel(pipeline);

  it("are fitted: the repair before its column's transformer, the step on all features", () => {
    const plain = fitPipeline({ ...input, recipe: chosen });
    const names = plain.features.features.map(({ name }) => name);
    expect(pipeline.features.features.map(({ name }) => name)).toEqual(names.reverse());
    const { values } = frame.column("speed") as ValueColumn;
    const first = values.find((x) => !Number.isNaN(x))!;
    const shifted = frame.with([
      ["speed", { storage: "values", kind: "number", values: values.map((x) => x + 2 * first) }],
    ]);
    const moved = fitPipeline({ ...input, frame: shifted, recipe: { ...chosen, matrix: recipe.matrix } });
    expect([...pipeline.predict(frame).values]).toEqual([...moved.predict(shifted).values]);
    expect([...pipeline.predict(frame).values]).not.toEqual([...pipeline.predict(shifted).values]);
  });

  it("are in the artifact, and score a single row as they score a table", () => {
    const loaded = decodeModel(bytes);
    expect(encodeModel(loaded)).toEqual(bytes);
    expect([...loaded.predict(frame).values]).toEqual([...pipeline.predict(frame).values]);
    const predictor = predictorOf(loaded);
    const { codes, dictionary } = frame.column("size") as CodeColumn;
    const { codes: notes, dictionary: words } = frame.column("note") as CodeColumn;
    const value = (name: string, i: number): number | null => {
      const x = (frame.column(name) as ValueColumn).values[i]!;
      return Number.isNaN(x) ? null : x;
    };
    for (let i = 0; i < 50; i++) {
      const row = {
        ...{ speed: value("speed", i), wet: value("wet", i), at: value("at", i) },
        ...{ size: dictionary[codes[i]!] ?? null, note: words[notes[i]!] ?? null },
      };
      expect(predictor.predictOne(row).prediction).toBe(pipeline.predict(frame).values[i]);
    }
  });

  it("are described, and explained by the origin that the step states", () => {
    const lines = describeRecipe(pipeline.features.recipe);
    expect(lines[0]).toBe("speed: first shifted (times 2)");
    expect(lines).toContain("all features: turned around");
    const [explanation] = predictorOf(pipeline).explain([
      { speed: 1, wet: true, at: null, size: "Large", note: "x" },
    ]).explanations;
    const [prediction] = predictorOf(pipeline).predict([
      { speed: 1, wet: true, at: null, size: "Large", note: "x" },
    ]).predictions;
    expect(explanation!.score).toBeCloseTo(prediction!.prediction as number, 6);
    expect(explanation!.contributions.map(({ column }) => column).sort()).toEqual([
      "at",
      "note",
      "size",
      "speed",
      "wet",
    ]);
  });

  it("are in the reference", async () => {
    const { transformersPage } = await import("../scripts/docs/pages/transformers.ts");
    const page = transformersPage.body?.() ?? "";
    expect(page).toContain("## shift");
    expect(page).toContain("## mirror");
  });
});
