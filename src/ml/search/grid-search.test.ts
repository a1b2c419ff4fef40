import { describe, expect, it } from "vitest";
import { gridSearch, gridSize } from "./grid-search.ts";
import { choice, integer, logUniform, type Space, startSearch, type Trial, uniform } from "./index.ts";

const candidate = (estimator: string, space: Space) => ({ estimator, params: { fixed: 1 }, space });
const ask = (spaces: readonly Space[], trials: number): Trial[] => {
  const candidates = spaces.map((space, c) => candidate("abc"[c]!, space));
  return startSearch(gridSearch, { candidates, trials, seed: 1 }).askBatch(1000);
};
const check = (spaces: readonly Space[], trials: number) => [
  ...gridSearch.check!({ candidates: spaces.map((space, c) => candidate("abc"[c]!, space)), trials, seed: 1 }),
];
const [small, rates] = [{ depth: integer(1, 2) }, { rate: choice([0.1, 0.2, 0.3]) }];

describe("grid search", () => {
  it("tries the defaults, then every combination: names in order, the last changing fastest", () => {
    const trials = ask([{ rate: choice([0.3, 0.1]), depth: integer(2, 6, { step: 2 }) }], 100);
    expect(trials.map(({ params }) => Object.values(params).join(" "))).toEqual([
      "1",
      "1 2 0.3",
      "1 2 0.1",
      "1 4 0.3",
      "1 4 0.1",
      "1 6 0.3",
      "1 6 0.1",
    ]);
    expect(Object.keys(trials[1]!.params)).toEqual(["fixed", "depth", "rate"]);
  });

  it("leaves parameters out whose condition isn't met, so that no setting comes twice", () => {
    const space = {
      growth: choice(["leafWise", "depthWise"]),
      depth: integer(1, 3, { when: { growth: "depthWise" } }),
      share: choice([0.5, 1]),
    };
    const settings = ask([space], 100).map(({ params: { fixed, ...rest } }) => Object.values(rest).join(" "));
    // `depth` comes after `growth`, which it depends on, and before `share`.
    expect(settings.slice(1)).toEqual([
      "leafWise 0.5",
      "leafWise 1",
      "depthWise 1 0.5",
      "depthWise 1 1",
      "depthWise 2 0.5",
      "depthWise 2 1",
      "depthWise 3 0.5",
      "depthWise 3 1",
    ]);
    expect(gridSize(space)).toBe(8);
  });

  it("takes turns over the candidates, and stops at the number of trials", () => {
    const turns = (trials: number): string =>
      ask([small, {}, rates], trials)
        .map(({ estimator }) => estimator)
        .join("");
    expect(turns(100)).toBe("abcacacc");
    expect(turns(5)).toBe("abcac");
    expect(turns(1)).toBe("abc");
  });

  it("plans what it will try", () => {
    const planned = (trials: number): number =>
      startSearch(gridSearch, { candidates: [candidate("a", small)], trials, seed: 1 }).planned;
    expect([planned(2), planned(100)]).toEqual([2, 3]);
  });

  it("counts without making: two parents, a free range, a condition on a condition", () => {
    const space = {
      a: choice([1, 2]),
      b: integer(1, 1000, { when: { a: 2 } }),
      c: integer(1, 7, { when: { b: 1000 } }),
      d: integer(1, 10),
    };
    expect(gridSize(space)).toBe((1 + 999 + 7) * 10);
    expect(gridSize({})).toBe(0);
    expect(gridSize({ a: uniform(0, 1) })).toBe(Number.POSITIVE_INFINITY);
  });

  it("names ranges that are no list, in the candidate", () => {
    const [problem, ...others] = check([small, { rate: logUniform(0.1, 1), share: uniform(0, 1) }], 100);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ severity: "error", candidate: 1 });
    expect(problem!.message).toBe(
      'candidate "b": a grid needs a list of values for rate, share, but each may be any number of a range.',
    );
    expect(problem!.fix).toContain("logUniform(low, high, { points: 5 })");
  });

  it("refuses more than 10,000 combinations, over all candidates, with their number", () => {
    const most = { depth: integer(1, 5000) };
    expect(check([most, most], 20_000)).toEqual([]);
    const [problem] = check([most, { depth: integer(1, 5001) }], 20_000);
    expect(problem).toMatchObject({
      severity: "error",
      message: "The grid has 10001 combinations (a 5000, b 5001), but 10000 are the most.",
    });
  });

  it("warns where trials leave a part of it out, and says how many", () => {
    expect(check([small, rates], 7)).toEqual([]);
    expect(check([small, rates], 6)).toEqual([
      {
        severity: "warning",
        message:
          "search.trials is 6: the 2 candidates as declared and 4 of the 5 combinations (a 2, b 3) are tried, the others are not.",
        fix: "Write trials: 7 to try all of them.",
      },
    ]);
  });
});
