import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bytesOf } from "../../../../test/fixtures/estimator-problems.ts";
import { threadTeam } from "../../../training/threads/thread-team.ts";
import { type Feature, type Matrix, matrix } from "../../frame/matrix.ts";
import type { Target } from "../../frame/target.ts";
import type { ThreadTeam } from "../../kernels/thread-team.ts";
import { random } from "../../random.ts";
import type { FitContext } from "../estimator.ts";
import type { ParameterValues } from "../parameters.ts";
import { gradientBoosting } from "./gradient-boosting.ts";

/** Enough rows and columns that a team is asked at all; gaps, a category of 40 levels, a column that says nothing. */
function table(nSamples: number, nFeatures: number): { X: Matrix; signal: Float64Array } {
  const features: Feature[] = Array.from({ length: nFeatures }, (_, f) =>
    f === 1 ? { name: "level", kind: "categorical", levels: 40 } : { name: `x${f}`, kind: "numeric" },
  );
  const X = matrix(nSamples, features);
  const signal = new Float64Array(nSamples);
  const draw = random(5, "threads");
  for (let i = 0; i < nSamples; i++) {
    const level = draw.integer(40);
    let sum = (level % 7) / 7;
    for (let f = 0; f < nFeatures; f++) {
      const value = Math.round((draw.next() - 0.5) * 512) / 64;
      X.values[f * nSamples + i] = f === 1 ? level : f === 2 && i % 9 === 0 ? Number.NaN : value;
      if (f < 4 && f !== 1) sum += Math.abs(value) * (f + 1);
    }
    signal[i] = sum + draw.next();
  }
  return { X, signal };
}

const yes = (signal: Float64Array): Target => ({
  kind: "classes",
  classes: ["no", "yes"],
  codes: Int32Array.from(signal, (value) => (value > 16 ? 1 : 0)),
});
const three = (signal: Float64Array): Target => ({
  kind: "classes",
  classes: ["a", "b", "c"],
  codes: Int32Array.from(signal, (value) => (value > 18 ? 2 : value > 14 ? 1 : 0)),
});
const values = (signal: Float64Array): Target => ({ kind: "values", values: signal });

// Large enough that all threads split the first leaves together, even where several trees grow at once.
const narrow = table(60_000, 13);
const wide = table(3000, 130);
const weights = Float64Array.from({ length: 60_000 }, (_, i) => (i % 11) / 7);

const cases: [string, typeof narrow, (signal: Float64Array) => Target, ParameterValues, Partial<FitContext>][] = [
  ["logistic", narrow, yes, {}, {}],
  ["early stopping", narrow, yes, { earlyStoppingRounds: 5 }, {}],
  ["sample weights", narrow, yes, {}, { sampleWeight: weights }],
  ["sampled rows and columns", narrow, yes, { rowSample: 0.8, columnSample: 0.5 }, {}],
  ["depth by depth", narrow, yes, { growth: "depthWise", maxDepth: 5 }, {}],
  ["leaves refitted", narrow, yes, { refitLeaves: true }, { sampleWeight: weights }],
  ["absolute errors", narrow, values, { loss: "absoluteError" }, { sampleWeight: weights }],
  ["three classes", narrow, three, {}, {}],
  ["many columns", wide, yes, {}, {}],
  ["many columns, sampled", wide, values, { columnSample: 0.3, rowSample: 0.5 }, {}],
  ["more leaves than histograms fit", wide, values, { maxLeaves: 900, minSamplesLeaf: 1 }, {}],
];

describe("boosting on a team", () => {
  const teams: ThreadTeam[] = [];
  beforeAll(() => {
    for (const size of [2, 3]) teams.push(threadTeam(size));
  });
  afterAll(() => {
    for (const team of teams) team.close();
  });

  it.each(cases)("%s: the same bytes as alone, and the team is asked", (_, { X, signal }, target, params, context) => {
    const train = (team?: ThreadTeam): string =>
      bytesOf(
        gradientBoosting({ trees: 4, maxLeaves: 20, earlyStoppingRounds: null, ...params })
          .fit(X, target(signal), { seed: 3, ...context, ...(team && { team }) })
          .toData(),
      );
    const alone = train();
    for (const team of teams) {
      const asked = new Set<string>();
      const counting: ThreadTeam = {
        size: team.size,
        each(kernel, name, parts) {
          asked.add(name);
          team.each(kernel, name, parts);
        },
        close: () => undefined,
      };
      expect(train(counting) === alone).toBe(true);
      for (const name of ["fitThresholds", "binColumn", "searchChildren", "histogramAnew"])
        expect(asked).toContain(name);
      if (X === narrow.X) expect(asked).toContain("divideEmitted");
      // Trees of a round grow at once, each thread splitting leaves of its own.
      expect(asked.has("splitLeafEmitted")).toBe(target === three);
    }
  });
});
