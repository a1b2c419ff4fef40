import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SmallHome, smallHome } from "../../test/fixtures/small-run.ts";
import { describeRun, type RunStory } from "../run/index.ts";
import { runSummary } from "./run-summary.ts";

/** A real run with the figures that its models give replaced by ones that can be checked by hand. */
let home: SmallHome;
let story: RunStory;
beforeAll(async () => {
  home = await smallHome();
  const { result } = await home.run();
  story = withFigures(await describeRun(home.store, result.run));
});
afterAll(() => home.close());

const digest = `sha256:${"ab".repeat(32)}`;
const trial = (index: number, estimator: string, score: number | null, params = {}) => ({
  trial: index,
  candidate: estimator === "baseline" ? 0 : 1,
  estimator,
  params,
  score,
  foldScores: [score, score],
  failure: score === null ? "too few rows" : null,
});

function withFigures(real: RunStory): RunStory {
  return {
    ...real,
    declaration: {
      ...real.declaration,
      problem: {
        ...real.declaration.problem,
        objective: "Tell riders early",
        minimum: 0.7,
        goal: 0.9,
        costs: { falseNegative: 1000, falsePositive: 50 },
      },
    },
    profile: null,
    checks: {
      status: "warned",
      results: [
        { check: "nulls", column: "minutes", severity: "error", status: "passed", message: "", failingRows: 0 },
        {
          check: "range",
          column: "minutes",
          severity: "warning",
          status: "warned",
          message: "3 above 38",
          failingRows: 3,
        },
      ],
    },
    split: { ...real.split!, how: "20 % of rows, drawn by seed 1", withoutTarget: 1 },
    recipe: ["minutes: as it is, scaled", "weather: one column a value (dry, rain)"],
    threshold: 0.0476,
    leaderboard: {
      metric: "rocAucScore",
      folds: 2,
      trials: [
        trial(0, "logisticRegression", 0.84321, { strength: 1.23456 }),
        trial(1, "baseline", 0.5),
        trial(2, "gradientBoosting", null),
      ],
      ranking: [0, 1, 2],
    },
    evaluation: {
      ...real.evaluation!,
      rows: 12,
      metrics: { rocAucScore: { value: 0.86, low: 0.62, high: 0.97 } },
      // Said "no", said "yes": 1 late ride of 6 was missed, 2 of 6 were false alarms.
      confusion: [
        [4, 2],
        [1, 5],
      ],
    },
    gates: {
      verdict: "insufficient",
      decisions: [
        {
          gate: "meetsMinimum",
          verdict: "insufficient",
          reason: "0.86 [0.62, 0.97] against 0.7",
          metric: "rocAucScore",
          estimate: null,
          bound: 0.7,
          direction: "atLeast",
        },
      ],
    },
    registration: { model: { name: "rides", version: 1, digest }, aliases: ["staging", "champion"] },
  };
}

describe("runSummary", () => {
  it("tells a run from question to model", () => {
    expect(runSummary(story).join("\n")).toMatchInlineSnapshot(`
      "
      rides: too little evidence to decide
      ====================================

      Asked     Tell riders early
                target: late
                judged by ROC AUC: at least 0.7, aim 0.9
                a miss costs 1,000, a false alarm 50

      Data      60 rows x 3 columns

      Checks    1 of 2 passed
                warned: 3 above 38

      Split     20 % of rows, drawn by seed 1
                1 row has no target and is left out

      Features  minutes: as it is, scaled
                weather: one column a value (dry, rain)

      Tried     3 settings of 3 candidates, 2-fold ROC AUC:
                1.  logisticRegression  0.8432  strength 1.23
                2.  baseline            0.5
                3.  gradientBoosting    no score: too few rows

      Won       logisticRegression: ROC AUC 0.8432 in cross-validation; the baseline reaches 0.5

      On test   12 rows that nothing was learned from, with 95 % intervals:
                ROC AUC  0.86 [0.62, 0.97]

      In money  "yes" is said from a probability of 0.0476 up: 92 per row
                saying it never would cost 500, always 25

      Gates     open    meetsMinimum: 0.86 [0.62, 0.97] against 0.7

      Model     rides@1 (staging, champion)
                sha256:abababababababababababababababababababababababababababababababab
                ask it: millrace serve, or millrace predict rides --data FILE --out FILE
      "
    `);
  });

  it("says where a run ended early, and leaves out what it didn't reach", () => {
    const stopped = { ...story, row: { ...story.row, status: "failed" as const }, split: null, leaderboard: null };
    const lines = runSummary({ ...stopped, recipe: null, evaluation: null, gates: null, registration: null });
    expect(lines.slice(0, 3)).toEqual(["", "rides: the run failed", "=".repeat(21)]);
    const labels = lines.map((line) => line.split("  ")[0]).filter((label) => /^[A-Z]/.test(label!));
    expect(labels).toEqual(["Asked", "Data", "Checks"]);
  });

  it("doubts what is too good to be true, on enough rows", () => {
    const perfect = { rocAucScore: { value: 1, low: 0.99, high: 1 } };
    const found = (rows: number): string =>
      runSummary({ ...story, evaluation: { ...story.evaluation!, rows, metrics: perfect } }).join("\n");
    expect(found(100)).toContain("too good to be true? look whether a column is made from the target");
    expect(found(99)).not.toContain("too good");
  });

  it("doesn't say that anomalies nobody has labelled were measured", () => {
    const { target: _, ...problem } = story.declaration.problem;
    const lines = runSummary({
      ...story,
      declaration: { ...story.declaration, problem: { ...problem, task: "anomaly" } },
      leaderboard: {
        metric: "rocAucScore",
        folds: 2,
        trials: [{ ...trial(0, "isolationForest", null), failure: null }],
        ranking: [0],
      },
      evaluation: { ...story.evaluation!, metrics: {} },
    }).join("\n");
    expect(lines).toContain("no anomalies are known, so nothing measures it");
    expect(lines).toContain("1 setting of 1 candidate, not scored:\n          1.  isolationForest\n");
    expect(lines).not.toContain("On test");
    expect(lines).not.toContain("Won");
  });

  it("names who was told where no version was registered", () => {
    const refused = { ...story, registration: { model: null, aliases: [] } };
    expect(runSummary(refused).slice(-3)).toEqual([
      "Model     no version was registered and no alias moved",
      `          look at the candidate: millrace predict --run ${story.row.id} ...`,
      "",
    ]);
  });
});
