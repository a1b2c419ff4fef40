import { describe, expect, it } from "vitest";
import type { Recipe } from "../ml/index.ts";
import { recipeDigest } from "./recipe-digest.ts";

const plain: Recipe = {
  entries: [{ column: "age", transformer: "numeric", params: {}, steps: [{ step: "impute", params: {} }] }],
  leftOut: [{ column: "id", reason: "an id names rows, it doesn't describe them" }],
};
const clip = { column: "age", repair: "clip", params: {} };
const pca = { step: "pca", params: {} };
const select = { step: "selectBest", params: {} };

describe("recipeDigest", () => {
  it("is another for every difference in repairs or matrix steps", () => {
    const recipes: readonly Recipe[] = [
      plain,
      { ...plain, repairs: [clip] },
      { ...plain, repairs: [{ ...clip, column: "income" }] },
      { ...plain, repairs: [{ ...clip, repair: "unifyText" }] },
      { ...plain, repairs: [{ ...clip, params: { lower: 0.01 } }] },
      { ...plain, repairs: [clip, clip] },
      { ...plain, matrix: [pca] },
      { ...plain, matrix: [{ step: "pca", params: { components: 2 } }] },
      { ...plain, matrix: [pca, select] },
      { ...plain, matrix: [select, pca] },
      { ...plain, repairs: [clip], matrix: [pca] },
    ];
    expect(new Set(recipes.map(recipeDigest)).size).toBe(recipes.length);
  });

  it("is the one that a recipe always had where it has neither", () => {
    // of {"entries":[...],"leftOut":[...]}, keys in order, by another program: sha256sum
    const before = "sha256:6f95c285a6adb39dfe990f03e322a765d21841a2c92143c3fcbd16f12426949e";
    for (const recipe of [plain, { ...plain, repairs: [], matrix: [] }, { ...plain, matrix: undefined }]) {
      expect(recipeDigest(recipe)).toBe(before);
    }
  });
});
