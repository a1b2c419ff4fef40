import { describe, expect, it } from "vitest";
import { cos, exp, expm1, log, log1p, pow, sigmoid, sin, tanh } from "./math.ts";

describe("math kernel", () => {
  it("agrees with the engine's Math to an ulp or two", () => {
    for (const x of [-700, -20.5, -1, -1e-9, 0, 1e-300, 0.3, 1, 2.5, 31, 709]) {
      for (const [ours, theirs] of [
        [exp(x), Math.exp(x)],
        [expm1(x), Math.expm1(x)],
        [tanh(x), Math.tanh(x)],
        [sin(x), Math.sin(x)],
        [cos(x), Math.cos(x)],
        [log(Math.abs(x)), Math.log(Math.abs(x))],
        [log1p(Math.abs(x)), Math.log1p(Math.abs(x))],
        [pow(Math.abs(x), 1.7), Math.abs(x) ** 1.7],
      ] as const) {
        if (Number.isFinite(theirs)) expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(Math.abs(theirs) * 5e-16);
        else expect(ours).toBe(theirs);
      }
    }
  });

  it("keeps sigmoid inside [0, 1] at both ends", () => {
    expect(sigmoid(-1000)).toBe(0);
    expect(sigmoid(1000)).toBe(1);
    expect(sigmoid(0)).toBe(0.5);
    expect(sigmoid(Number.NaN)).toBeNaN();
  });
});
