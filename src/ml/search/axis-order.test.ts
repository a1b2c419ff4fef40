import { describe, expect, it } from "vitest";
import { AxisOrder } from "./axis-order.ts";

const settings = [
  [0.5, 0.1],
  [0.2, Number.NaN],
  [0.5, 0.9],
  [0.9, 0.1],
  [0.2, 0.1],
].map((positions) => Float64Array.from(positions));
const order = new AxisOrder(2);
settings.forEach((positions) => void order.add(positions));
const column = (chosen: readonly number[], a: number): Float64Array =>
  Float64Array.from(chosen, (setting) => settings[setting]![a]!);

/** The kernels of some settings, the first of which is kernel 0, in order on an axis. */
function kernels(chosen: readonly number[], a: number): number[] {
  const kernelOf = new Int32Array(order.size).fill(-1);
  chosen.forEach((setting, kernel) => {
    kernelOf[setting] = kernel;
  });
  return [...order.kernelsOn(a, kernelOf, column(chosen, a))];
}

describe("AxisOrder", () => {
  it("numbers settings as they come", () => {
    expect(order.size).toBe(5);
    expect(new AxisOrder(1).add(Float64Array.of(1))).toBe(0);
  });

  it("gives kernels by position, those at the same position in their own order", () => {
    expect(kernels([0, 1, 2, 3, 4], 0)).toEqual([1, 4, 0, 2, 3]);
    expect(kernels([4, 3, 2, 1, 0], 0)).toEqual([0, 3, 2, 4, 1]);
  });

  it("leaves out settings that are no kernel, and those without the parameter", () => {
    expect(kernels([3, 0], 0)).toEqual([1, 0]);
    expect(kernels([0, 1, 2, 3], 1)).toEqual([0, 3, 2]);
    expect(kernels([1], 1)).toEqual([]);
  });

  it("agrees with a sort of each part", () => {
    for (let mask = 0; mask < 32; mask++) {
      const chosen = [3, 0, 4, 2, 1].filter((setting) => mask & (1 << setting));
      const positions = column(chosen, 0);
      const sorted = chosen.map((_, kernel) => kernel).sort((a, b) => positions[a]! - positions[b]! || a - b);
      expect(kernels(chosen, 0), `mask ${mask}`).toEqual(sorted);
    }
  });
});
