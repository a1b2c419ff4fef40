import { describe, expect, it } from "vitest";
import { random } from "../../random.ts";
import { quantilesOf } from "./quantiles.ts";

const of = (values: number[], most: number, weights?: number[]): number[] => {
  const rows = Uint32Array.from(values, (_, i) => i);
  const [thresholds] = quantilesOf([Float32Array.from(values)], rows, weights && Float64Array.from(weights), most);
  return Array.from(thresholds!);
};

describe("thresholds", () => {
  it("part few distinct values halfway between neighbours", () => {
    expect(of([3, 1, 1, 2, Number.NaN], 255)).toEqual([1.5, 2.5]);
  });
  it("are empty for a constant and for nothing but missing values", () => {
    expect(of([4, 4], 255)).toEqual([]);
    expect(of([Number.NaN], 255)).toEqual([]);
  });
  it("make bins of equal weight", () => {
    expect(of([1, 2, 3, 4, 5, 6, 7, 8], 4)).toEqual([2.5, 4.5, 6.5]);
  });
  it("give a heavy value a bin of its own", () => {
    expect(of([0, 0, 0, 0, 0, 0, 1, 2, 3, 4], 3)).toEqual([0.5, 2.5]);
  });
  it("count a weight as so many rows", () => {
    expect(of([1, 2, 3, 4], 2, [3, 1, 1, 1])).toEqual(of([1, 1, 1, 2, 3, 4], 2));
  });
  it("stay finite and between neighbouring floats at the ends of the range", () => {
    expect(of([Number.NEGATIVE_INFINITY, 0, Number.POSITIVE_INFINITY], 255).every(Number.isFinite)).toBe(true);
    const tiny = 1.401298464324817e-45;
    expect(of([0, tiny], 255)).toEqual([0]);
  });
  it("see only the rows asked for, weights by row, -0 and 0 as one value", () => {
    const column = Float32Array.of(9, 0, -0, 1, 9);
    const rows = Uint32Array.of(1, 2, 3);
    expect(quantilesOf([column, column], rows, Float64Array.of(5, 1, 1, 1, 5), 2)).toEqual([
      Float32Array.of(0.5),
      Float32Array.of(0.5),
    ]);
    expect(quantilesOf([column], rows, undefined, 255)).toEqual([Float32Array.of(0.5)]);
  });
  it("are what equal weights of 1 give", () => {
    const draw = random(4, "thresholds");
    const values = Array.from({ length: 3000 }, () => Math.round(draw.next() * 2000) / 7 - 90);
    expect(
      of(
        values,
        255,
        Array.from(values, () => 1),
      ),
    ).toEqual(of(values, 255));
    expect(of(values, 255)).toHaveLength(254);
  });
});
