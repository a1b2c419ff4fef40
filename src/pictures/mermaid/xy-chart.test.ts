import { expect, it } from "vitest";
import { axisRange } from "./xy-chart.ts";

it("gives an axis some room at round figures, from zero under bars, and within 0..1 for shares", () => {
  expect(axisRange([0.72, 0.81], false)).toEqual({ low: 0.71, high: expect.closeTo(0.82, 12) });
  expect(axisRange([0.5, 1], false)).toEqual({ low: expect.closeTo(0.45, 12), high: 1 });
  expect(axisRange([52, 366], true)).toEqual({ low: 0, high: 450 });
  expect(axisRange([-3, -1], true)).toEqual({ low: -3.5, high: 0 });
  expect(axisRange([5, 5], false)).toEqual({ low: 4.5, high: 5.5 });
});
