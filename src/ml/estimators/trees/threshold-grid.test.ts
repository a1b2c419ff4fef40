import { expect, it } from "vitest";
import { thresholdGrid } from "./threshold-grid.ts";

it("counts the thresholds below each bucket", () => {
  const grid = thresholdGrid(Float32Array.from({ length: 9 }, (_, j) => j * 128))!;
  expect(grid).toMatchObject({ low: 0, scale: 1, looks: 1 });
  expect([0, 1, 128, 129, 256, 1023].map((bucket) => grid.below[bucket])).toEqual([0, 1, 1, 2, 2, 8]);
});

it("knows the thresholds that share a bucket, infinity in the last one", () => {
  const grid = thresholdGrid(Float32Array.of(0, 0.25, 0.5, 200, 300, 400, 500, 1024, Number.POSITIVE_INFINITY))!;
  expect(grid.looks).toBe(3);
  expect([0, 1, 1023].map((bucket) => grid.below[bucket])).toEqual([0, 3, 7]);
});

it("isn't there where thresholds are few, or crowded in places, or their range isn't finite in float32", () => {
  expect(thresholdGrid(Float32Array.of(1, 2, 3))).toBeNull();
  expect(thresholdGrid(Float32Array.of(0, 1e-9, 2e-9, 3e-9, 4e-9, 5e-9, 6e-9, 1))).toBeNull();
  expect(thresholdGrid(Float32Array.of(-3e38, 1, 2, 3, 4, 5, 6, 3e38))).toBeNull();
});
