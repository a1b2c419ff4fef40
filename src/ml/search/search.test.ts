import { describe, expect, it } from "vitest";
import type { ParameterTable } from "../estimators/parameters.ts";
import {
  choice,
  defaultSpace,
  integer,
  logUniform,
  parseSpace,
  replaySearch,
  type Search,
  type SearchCandidate,
  type SearchOptions,
  searchTable,
  startSearch,
  type Trial,
  uniform,
} from "./index.ts";
import { randomSearch } from "./random-search.ts";

const table: ParameterTable = {
  rate: {
    type: "number",
    default: 0.1,
    low: 0,
    high: 1,
    exclusiveLow: true,
    search: { low: 0.01, high: 0.3, log: true },
    summary: "",
  },
  depth: { type: "integer", default: 6, low: 1, high: 50, search: { low: 2, high: 12 }, summary: "" },
  kind: { type: "choice", default: "a", choices: ["a", "b"], search: { choices: ["a", "b"] }, summary: "" },
  bagging: { type: "boolean", default: false, search: true, summary: "" },
  fixed: { type: "number", default: 3, low: 0, high: 9, summary: "" },
};
const boosting: SearchCandidate = {
  estimator: "boosting",
  params: { fixed: 4 },
  space: { rate: logUniform(0.01, 1), depth: integer(2, 12) },
};
const baseline: SearchCandidate = { estimator: "baseline", params: {}, space: {} };
const forest: SearchCandidate = { estimator: "forest", params: {}, space: { depth: integer(1, 3) } };

const start = (options: Omit<SearchOptions, "seed">): Search => startSearch(randomSearch, { seed: 7, ...options });
const scored = (score: number) => ({ score, foldScores: [score], budget: 1 });

function all(candidates: readonly SearchCandidate[], trials: number, more: object = {}): Trial[] {
  return start({ candidates, trials, ...more }).askBatch(1000);
}

describe("spaces", () => {
  it("propose what the table proposes, but not what the user fixed", () => {
    expect(defaultSpace(table, { depth: 4 })).toEqual({
      rate: { draw: "logUniform", low: 0.01, high: 0.3 },
      kind: { draw: "choice", values: ["a", "b"] },
      bagging: { draw: "choice", values: [false, true] },
    });
  });

  it("are plain data that survives JSON", () => {
    const space = {
      rate: logUniform(0.01, 0.3),
      depth: integer(1, 50, { log: true }),
      kind: choice(["a"]),
      fixed: uniform(0, 1),
    };
    expect(parseSpace("boosting", table, JSON.parse(JSON.stringify(space)))).toEqual(space);
  });

  it.each([
    () => uniform(2, 1),
    () => logUniform(0, 1),
    () => integer(0.5, 2),
    () => choice([]),
    () => parseSpace("boosting", table, { rate: 3 }),
    () => parseSpace("boosting", table, { rate: { draw: "normal", low: 0, high: 1 } }),
  ])("refuse what can't be drawn from (%#)", (build) => {
    expect(build).toThrow(expect.objectContaining({ code: "ML_SPACE_INVALID" }));
  });

  it("refuse ranges that leave what a parameter allows, and unknown names", () => {
    for (const space of [
      { rate: uniform(0, 1) },
      { depth: integer(1, 51) },
      { kind: choice(["c"]) },
      { rat: uniform(0, 1) },
    ]) {
      expect(() => parseSpace("boosting", table, space)).toThrow(
        expect.objectContaining({ code: "ML_PARAMETER_INVALID" }),
      );
    }
  });
});

describe("random search", () => {
  it("tries every candidate as declared first, then those with a space in turn", () => {
    const trials = all([baseline, boosting, forest], 7);
    expect(trials.map((trial) => trial.estimator)).toEqual([
      "baseline",
      "boosting",
      "forest",
      "boosting",
      "forest",
      "boosting",
      "forest",
    ]);
    expect(trials[1]!.params).toEqual({ fixed: 4 });
    expect(trials.map((trial) => trial.index)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(Object.keys(trials[3]!.params)).toEqual(["fixed", "depth", "rate"]);
  });

  it("keeps its draws bit for bit: models that were made of them are reproduced", () => {
    const space = {
      rate: logUniform(0.01, 1),
      depth: integer(2, 12),
      leaves: integer(4, 200, { log: true }),
      share: uniform(0.5, 1),
      kind: choice(["a", "b", null]),
    };
    const second = { estimator: "boosting", params: {}, space: { depth: integer(1, 2) } };
    // Printed by the search before it knew steps, points and conditions.
    expect(all([{ ...boosting, space }, second], 9).map(({ params }) => params)).toEqual([
      { fixed: 4 },
      {},
      { fixed: 4, depth: 11, kind: null, leaves: 15, rate: 0.9254, share: 0.5201 },
      { depth: 1 },
      { fixed: 4, depth: 5, kind: null, leaves: 11, rate: 0.05856, share: 0.9091 },
      { depth: 2 },
      { fixed: 4, depth: 11, kind: null, leaves: 157, rate: 0.05724, share: 0.8283 },
      { fixed: 4, depth: 6, kind: "b", leaves: 5, rate: 0.01036, share: 0.9967 },
      { fixed: 4, depth: 2, kind: null, leaves: 5, rate: 0.1378, share: 0.8799 },
    ]);
  });

  it("gives every candidate its one trial even when fewer are asked for", () => {
    expect(all([baseline, boosting, forest], 1)).toHaveLength(3);
  });

  it("draws inside the space, over the whole of it, and repeats itself for the same seed alone", () => {
    const trials = all([boosting], 400);
    const rates = trials.slice(1).map((trial) => trial.params["rate"] as number);
    expect(Math.min(...rates)).toBeGreaterThanOrEqual(0.01);
    expect(Math.max(...rates)).toBeLessThanOrEqual(1);
    const below = rates.filter((rate) => rate < 0.1).length / rates.length;
    expect(below).toBeGreaterThan(0.42);
    expect(below).toBeLessThan(0.58);
    expect(new Set(trials.slice(1).map((trial) => trial.params["depth"])).size).toBe(11);
    expect(all([boosting], 400)).toEqual(trials);
    expect(all([boosting], 400, { seed: 8 })).not.toEqual(trials);
  });

  it("keeps a candidate's draws when another candidate joins", () => {
    const params = (trials: Trial[]) =>
      trials.filter((trial) => trial.estimator === "boosting").map((trial) => trial.params);
    expect(params(all([forest, boosting], 7))).toEqual(params(all([boosting], 4)).slice(0, 3));
  });

  it("never proposes a setting twice and drops a space that is used up", () => {
    const trials = all([forest], 50);
    expect(trials.map((trial) => JSON.stringify(trial.params)).sort()).toEqual([
      '{"depth":1}',
      '{"depth":2}',
      '{"depth":3}',
      "{}",
    ]);
  });

  it("proposes the same whatever order a batch is told in, and stops when patience is used up", () => {
    const run = (reverse: boolean): Trial[] => {
      const search = start({ candidates: [boosting], trials: 100, patience: 3 });
      const made: Trial[] = [];
      for (let batch = search.askBatch(4); batch.length > 0; batch = search.askBatch(4)) {
        made.push(...batch);
        for (const trial of reverse ? [...batch].reverse() : batch)
          search.tell(trial, scored(trial.index < 6 ? trial.index : 0));
      }
      return made;
    };
    expect(run(false)).toHaveLength(12);
    expect(run(true)).toEqual(run(false));
  });

  it("reads scores the other way round for losses, and a failed trial as no better", () => {
    const search = start({ candidates: [boosting], trials: 100, patience: 2, greaterIsBetter: false });
    for (const score of [5, 4, 3, Number.NaN]) search.tell(search.ask()!, scored(score));
    const next = search.ask();
    search.tell(next!, scored(3));
    expect(search.ask()).toBeNull();
  });

  it("replays a recorded list", () => {
    const trials = all([baseline, boosting], 5);
    expect(replaySearch(trials).askBatch(99)).toEqual(trials);
  });

  it("is in the table under the name that a workflow gives", () => {
    expect(searchTable.map((method) => method.name)).toEqual(["random", "grid", "tpe", "none"]);
  });
});
