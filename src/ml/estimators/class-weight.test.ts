import { expect, test } from "vitest";
import { classWeighted } from "./class-weight.ts";

const y = { kind: "classes", classes: ["no", "yes"], codes: Int32Array.of(0, 0, 0, 1) } as const;

test("balanced classes weigh the same in all, and the total stays", () => {
  expect([...classWeighted(y, undefined, "balanced")!]).toEqual([4 / 6, 4 / 6, 4 / 6, 2]);
});

test("a sample's own weight counts in its class and for itself", () => {
  expect([...classWeighted(y, Float64Array.of(1, 1, 0, 2), "balanced")!]).toEqual([1, 1, 0, 2]);
});

test("without balancing, and for values, weights stay as they are", () => {
  const weights = Float64Array.of(1, 2, 3, 4);
  expect(classWeighted(y, weights, "none")).toBe(weights);
  expect(classWeighted({ kind: "values", values: new Float64Array(4) }, weights, "balanced")).toBe(weights);
});
