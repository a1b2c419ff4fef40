import { describe, expect, it } from "vitest";
import type { ParameterTable } from "../estimators/parameters.ts";
import { random } from "../random.ts";
import { parentsFirst } from "./condition.ts";
import { drawSetting } from "./draw.ts";
import { choice, type Dimension, integer, logUniform, parseSpace, uniform } from "./index.ts";
import { levelsOf } from "./levels.ts";

const table: ParameterTable = {
  growth: { type: "choice", default: "leafWise", choices: ["leafWise", "depthWise"], summary: "" },
  depth: { type: "integer", default: 6, low: 1, high: 50, summary: "" },
  rate: { type: "number", default: 0.1, low: 0, high: 1, summary: "" },
  share: { type: "number", default: 1, low: 0, high: 1, summary: "" },
};
const parse = (space: Readonly<Record<string, unknown>>) => parseSpace("boosting", table, space);
const valuesOf = (dimension: Dimension): unknown[] => {
  const { count, at } = levelsOf(dimension)!;
  return Array.from({ length: count }, (_, k) => at(k));
};

describe("steps and points", () => {
  it.each([
    [uniform(0.1, 0.5, { step: 0.1 }), [0.1, 0.2, 0.3, 0.4, 0.5]],
    [uniform(0, 1, { step: 0.4 }), [0, 0.4, 0.8]],
    [integer(2, 9, { step: 3 }), [2, 5, 8]],
    [integer(1, 3), [1, 2, 3]],
    [integer(1, 100, { log: true, points: 3 }), [1, 10, 100]],
    [integer(1, 2, { log: true, points: 5 }), [1, 2]],
    [logUniform(0.001, 10, { points: 5 }), [0.001, 0.01, 0.1, 1, 10]],
    [choice(["b", "a"]), ["b", "a"]],
  ])("make a range a list of values (%#)", (dimension, values) => {
    expect(valuesOf(dimension)).toEqual(values);
    expect(values.map((value) => levelsOf(dimension)!.indexOf(value))).toEqual(values.map((_, k) => k));
    expect(levelsOf(dimension)!.indexOf(0.12345)).toBe(-1);
  });

  it("are the only values that a draw gives, each of them", () => {
    const space = { rate: uniform(0.1, 0.5, { step: 0.1 }), depth: integer(1, 100, { log: true, points: 3 }) };
    const settings = Array.from({ length: 100 }, (_, i) => drawSetting(space, random(1, i)));
    expect([...new Set(settings.map(({ rate }) => rate))].sort()).toEqual([0.1, 0.2, 0.3, 0.4, 0.5]);
    expect([...new Set(settings.map(({ depth }) => depth))].sort()).toEqual([1, 10, 100]);
  });

  it("leave other ranges without a list", () => {
    expect([uniform(0, 1), logUniform(1, 2)].map(levelsOf)).toEqual([undefined, undefined]);
  });

  it.each([
    () => uniform(0, 1, { step: 0 }),
    () => uniform(0, 1, { step: Number.NaN }),
    () => integer(0, 4, { step: 0.5 }),
    () => integer(1, 4, { log: true, step: 2 }),
    () => integer(1, 4, { points: 2 }),
    () => logUniform(1, 10, { points: 1 }),
    () => logUniform(1, 10, { points: 2.5 }),
    () => logUniform(1, 10, { points: 1001 }),
  ])("are refused where they make no list (%#)", (build) => {
    expect(build).toThrow(expect.objectContaining({ code: "ML_SPACE_INVALID" }));
  });
});

describe("conditions", () => {
  const growth = choice(["leafWise", "depthWise"]);
  const depth = integer(1, 9, { when: { growth: "depthWise" } });
  const share = uniform(0, 1, { when: { depth: [1, 2] } });

  it("leave a parameter out where they aren't met, and those that depend on it", () => {
    const space = parse({ growth, depth, share });
    const settings = Array.from({ length: 200 }, (_, i) => drawSetting(space, random(1, i)));
    for (const setting of settings) {
      expect("depth" in setting).toBe(setting["growth"] === "depthWise");
      expect("share" in setting).toBe(setting["depth"] === 1 || setting["depth"] === 2);
    }
    expect(new Set(settings.map((setting) => Object.keys(setting).join())).size).toBe(3);
  });

  it("don't change what the other parameters draw", () => {
    const bare = (dimension: Dimension): Dimension => ({ ...dimension, when: undefined }) as never;
    const withThem = drawSetting({ growth, depth, share, rate: uniform(0, 1) }, random(4));
    const without = drawSetting({ growth, depth: bare(depth), share: bare(share), rate: uniform(0, 1) }, random(4));
    expect(without).toMatchObject(withThem);
  });

  it("survive JSON", () => {
    const space = { growth, depth, share };
    expect(parse(JSON.parse(JSON.stringify(space)))).toEqual(space);
  });

  it("come after what they depend on, else parameters are in alphabetical order", () => {
    expect(parentsFirst({ share, rate: uniform(0, 1), growth, depth })).toEqual(["growth", "depth", "rate", "share"]);
  });

  it.each([
    [{ growth, depth: integer(1, 9, { when: { growht: "depthWise" } }) }, 'Did you mean "growth"?'],
    [{ growth, depth: integer(1, 9, { when: { growth: "depth" } }) }, 'values of "growth" that its range has'],
    [{ growth, depth: integer(1, 9, { when: { growth: [] } }) }, 'values of "growth"'],
    [{ depth: integer(1, 9, { when: { depth: 3 } }) }, "another parameter"],
    [{ rate: uniform(0, 1), depth: integer(1, 9, { when: { rate: 0.5 } }) }, '"rate" is neither'],
    [{ growth, depth: { draw: "integer", low: 1, high: 9, log: false, when: "growth" } }, "to be like"],
    [{ growth, depth: integer(1, 9, { when: {} }) }, "to be like"],
    [
      {
        depth: integer(1, 9, { when: { growth: "depthWise" } }),
        growth: choice(["depthWise"], { when: { depth: 1 } }),
      },
      "a circle",
    ],
  ])("that nothing can meet are refused (%#)", (space, message) => {
    expect(() => parse(space)).toThrow(
      expect.objectContaining({ code: "ML_SPACE_INVALID", message: expect.stringContaining(message) }),
    );
  });
});
