import { expect, it } from "vitest";
import { ganttScale } from "./gantt-scale.ts";

it("has at most seven ticks, from milliseconds to years", () => {
  expect(ganttScale(0)).toEqual(["axisFormat %H:%M:%S.%L", "tickInterval 1millisecond"]);
  expect(ganttScale(3000)).toEqual(["axisFormat %H:%M:%S.%L", "tickInterval 500millisecond"]);
  expect(ganttScale(90_000)).toEqual(["axisFormat %H:%M:%S", "tickInterval 15second"]);
  expect(ganttScale(3_600_000)).toEqual(["axisFormat %H:%M", "tickInterval 10minute"]);
  expect(ganttScale(40 * 3_600_000)).toEqual(["axisFormat %b %d %H:%M", "tickInterval 6hour"]);
  expect(ganttScale(9 * 86_400_000)).toEqual(["axisFormat %Y-%m-%d", "tickInterval 2day"]);
  expect(ganttScale(30 * 365 * 86_400_000)).toEqual(["axisFormat %Y-%m-%d", "tickInterval 12month"]);
});
