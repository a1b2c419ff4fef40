import { describe, expect, it } from "vitest";
import { smallTrainingSet } from "../../test/fixtures/small-training-set.ts";
import { type Accepts, type PrepareInput, prepare, type Recipe, recipeOf } from "../ml/index.ts";
import { PreparedFeatures } from "./prepared-features.ts";

const { frame, y, task, seed } = smallTrainingSet();
const linear: Accepts = { missing: false, categories: false, needsScaling: true };
const trees: Accepts = { missing: true, categories: true, needsScaling: false };
const input: PrepareInput = { frame, y, task, accepts: linear, seed };
const chosen = recipeOf(input);

describe("prepared features", () => {
  it("are shared by recipes of one digest: a chosen one, and the same one brought along", () => {
    const shelf = new PreparedFeatures();
    const first = shelf.of("fold 0", input);
    expect(shelf.of("fold 0", input)).toBe(first);
    expect(shelf.of("fold 0", { ...input, recipe: chosen })).toBe(first);
    expect(shelf.of("fold 0", { ...input, recipe: { ...chosen, repairs: [], matrix: [] } })).toBe(first);
    expect(shelf.of("fold 1", input)).not.toBe(first);
    expect(shelf.of("fold 0", { ...input, accepts: trees })).not.toBe(first);
  });

  it("are never shared by recipes that differ in a repair or a matrix step", () => {
    const shelf = new PreparedFeatures();
    const recipes: readonly Recipe[] = [
      chosen,
      { ...chosen, repairs: [{ column: "x", repair: "clip", params: { lower: 0.2 } }] },
      { ...chosen, repairs: [{ column: "x", repair: "clip", params: { lower: 0.3 } }] },
      { ...chosen, matrix: [{ step: "selectBest", params: { features: 2 } }] },
      { ...chosen, matrix: [{ step: "pca", params: { components: 2 } }] },
      { ...chosen, matrix: [{ step: "pca", params: { components: 1 } }] },
    ];
    const prepared = recipes.map((recipe) => shelf.of("fold 0", { ...input, recipe }));
    expect(new Set(prepared).size).toBe(recipes.length);
    recipes.forEach((recipe, at) => {
      const own = prepare({ ...input, recipe });
      expect([...prepared[at]!.X.values]).toEqual([...own.X.values]);
      expect(shelf.of("fold 0", { ...input, recipe })).toBe(prepared[at]);
    });
    // A recipe that was brought along is not what is chosen for those who bring none.
    expect(shelf.of("fold 0", input)).toBe(prepared[0]);
  });
});
