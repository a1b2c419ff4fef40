import { describe, expect, it } from "vitest";
import { figures, intervalText } from "./figures.ts";

describe("figures", () => {
  it.each([
    [0.78, "0.78"],
    [0.7812, "0.781"],
    [0.05, "0.05"],
    [1234.56, "1,235"],
    [12.345, "12.3"],
    [-0.25, "-0.25"],
    [0, "0"],
    [1e-9, "1.00e-9"],
    [0.00012, "0.00012"],
    [100, "100"],
    [2e20, "2.00e+20"],
    [Number.NaN, "unknown"],
    [null, "unknown"],
  ])("%s reads %s", (value, text) => {
    expect(figures(value)).toEqual([text]);
  });

  it("shows as many digits as it takes to tell values apart", () => {
    expect(figures(0.71996, 0.72)).toEqual(["0.71996", "0.72"]);
    expect(figures(1000.2, 1000.4)).toEqual(["1000.2", "1000.4"]);
  });

  it("writes an interval in step with its bound", () => {
    expect(intervalText({ value: 0.78, low: 0.75, high: 0.81 }, 0.72)).toEqual({
      interval: "0.78 [0.75, 0.81]",
      bound: "0.72",
    });
    expect(intervalText({ value: 0.78, low: null, high: null }, 0.72).interval).toBe("0.78 (no interval)");
  });
});
