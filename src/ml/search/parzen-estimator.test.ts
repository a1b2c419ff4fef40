import { describe, expect, it } from "vitest";
import { exp } from "../kernels/math.ts";
import { random } from "../random.ts";
import { AxisOrder } from "./axis-order.ts";
import type { Space } from "./dimension.ts";
import { choice, integer, logUniform, uniform } from "./index.ts";
import { lowerTail, normalMass } from "./normal-mass.ts";
import { parzenEstimator } from "./parzen-estimator.ts";
import { parzenSpace } from "./parzen-space.ts";

const estimate = (space: Space, settings: readonly Readonly<Record<string, number | string>>[], leastWidth = 0.1) => {
  const parzen = parzenSpace(space);
  const observations = settings.map((setting) => parzen.positionsOf(setting));
  const order = new AxisOrder(parzen.axes.length);
  const kernelOf = Int32Array.from(observations, (positions) => order.add(positions));
  const weights = new Float64Array(settings.length + 1).fill(1);
  return { parzen, estimator: parzenEstimator(parzen, { observations, weights, leastWidth, order, kernelOf }) };
};

describe("normalMass", () => {
  it("is the normal's, to seven digits, far out in both tails too", () => {
    // From a table of the normal distribution.
    expect(lowerTail(0)).toBeCloseTo(0.5, 7);
    expect(lowerTail(1.959963985)).toBeCloseTo(0.975, 6);
    expect(normalMass(-1, 1)).toBeCloseTo(0.6826895, 6);
    expect(normalMass(3, 4) / 0.0013182269).toBeCloseTo(1, 5);
    expect(normalMass(8, 9) / 6.2198e-16).toBeCloseTo(1, 3);
    expect(normalMass(-9, -8)).toBe(normalMass(8, 9));
  });
});

describe("parzenEstimator", () => {
  it("is a density: over a grid it sums to 1", () => {
    const { estimator } = estimate({ x: uniform(0, 1) }, [{ x: 0.1 }, { x: 0.15 }, { x: 0.9 }]);
    const steps = 2000;
    let sum = 0;
    for (let i = 0; i < steps; i++) sum += exp(estimator.logDensity(Float64Array.of((i + 0.5) / steps))) / steps;
    expect(sum).toBeCloseTo(1, 5);
  });

  it.each([
    ["integers", integer(1, 6), { x: 2 }],
    ["integers on a logarithmic scale", integer(1, 64, { log: true }), { x: 8 }],
    ["steps", uniform(0, 1, { step: 0.25 }), { x: 0.25 }],
    ["choices", choice(["a", "b", "c"]), { x: "b" }],
  ])("sums to 1 over all %s", (_, dimension, seen) => {
    const { parzen, estimator } = estimate({ x: dimension }, [seen]);
    const values = dimension.draw === "choice" ? ["a", "b", "c"] : Array.from({ length: 257 }, (_, i) => i / 4);
    const positions = values.map((x) => parzen.positionsOf({ x })).filter(([position]) => !Number.isNaN(position));
    const sum = positions.reduce((total, one) => total + exp(estimator.logDensity(one)), 0);
    expect(sum).toBeCloseTo(1, 5);
  });

  it("draws what it gives the most", () => {
    const { estimator } = estimate({ x: uniform(0, 1) }, [{ x: 0.2 }, { x: 0.21 }, { x: 0.22 }], 0.02);
    const draws = Array.from({ length: 400 }, (_, i) => estimator.draw(random(1, i))[0]!);
    const near = draws.filter((x) => Math.abs(x - 0.21) < 0.06).length / 400;
    // Three kernels of four are here, and of the uniform prior another 12 %.
    expect(near).toBeGreaterThan(0.7);
    expect(near).toBeLessThan(0.85);
  });

  it("keeps together what did well together: the product of kernels, not of their sums", () => {
    const settings = [0.1, 0.9].flatMap((x) => [
      { x, y: x },
      { x: x + 0.01, y: x + 0.01 },
    ]);
    const { estimator } = estimate({ x: uniform(0, 1), y: uniform(0, 1) }, settings, 0.02);
    const seen = estimator.logDensity(Float64Array.of(0.1, 0.1));
    const crossed = estimator.logDensity(Float64Array.of(0.1, 0.9));
    expect(seen - crossed).toBeGreaterThan(2);
  });

  it("learns of the parameters that an observation has, and leaves inactive ones out of draws", () => {
    const space = {
      model: choice(["tree", "net"]),
      depth: uniform(0, 1, { when: { model: "tree" } }),
      rate: logUniform(0.01, 1, { when: { model: "net" } }),
    };
    const { parzen, estimator } = estimate(space, [
      { model: "tree", depth: 0.3 },
      { model: "net", rate: 0.1 },
    ]);
    expect([...parzen.positionsOf({ model: "net", rate: 0.1, depth: 0.3 })]).toEqual([1, Number.NaN, 0.5]);
    for (let i = 0; i < 50; i++) {
      const setting = parzen.settingAt(estimator.draw(random(2, i)));
      expect(Object.keys(setting)).toEqual(setting["model"] === "tree" ? ["depth", "model"] : ["model", "rate"]);
    }
    const density = (setting: Readonly<Record<string, number | string>>) =>
      estimator.logDensity(parzen.positionsOf(setting));
    expect(density({ model: "tree", depth: 0.3 })).toBeGreaterThan(density({ model: "tree", depth: 0.9 }));
    expect(density({ model: "net", rate: 0.1 })).toBeGreaterThan(density({ model: "net", rate: 1 }));
  });
});
