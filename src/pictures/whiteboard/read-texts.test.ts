import { describe, expect, it } from "vitest";
import { durationIn, estimatorsIn, percentsIn, searchIn, testShareIn } from "./read-amounts.ts";
import { bareNumberIn, boundsIn, latencyIn } from "./read-condition.ts";
import { scheduleIn } from "./read-schedule.ts";

describe("boundsIn", () => {
  it.each([
    ["accuracy >= 0.9", "accuracyScore 0.9"],
    ["Accuracy is at least 90%", "accuracyScore 0.9"],
    ["acc > 90", "accuracyScore 0.9"],
    ["AUC ≥ 0.82 and recall > 60 %", "rocAucScore 0.82, recallScore 0.6"],
    ["roc_auc_score above 0.7", "rocAucScore 0.7"],
    ["rocAucScore >= 0.7", "rocAucScore 0.7"],
    ["PR-AUC over 0.4", "averagePrecisionScore 0.4"],
    ["F1 => 0.75", "f1Score 0.75"],
    ["RMSE < 3", "rootMeanSquaredError 3"],
    ["R² at least 0.6", "r2Score 0.6"],
    ["MAE under 20000", "meanAbsoluteError 20000"],
    ["accuracy < 0.9", "accuracyScore 0.9 failing"],
    ["RMSE above 5", "rootMeanSquaredError 5 failing"],
    ["target AUC 0.9", "rocAucScore 0.9 goal"],
    ["AUC at least 0.8, aim 0.9", "rocAucScore 0.8, rocAucScore 0.9 goal"],
    ["Genauigkeit mindestens 0,85", "accuracyScore 0.85"],
    ["metrics ok", ""],
    ["recall", ""],
  ])("reads %s", (text, expected) => {
    const shown = boundsIn(text).map(
      ({ metric, value, isOfFailure, sort }) =>
        `${metric} ${value}${isOfFailure ? " failing" : ""}${sort === "goal" ? " goal" : ""}`,
    );
    expect(shown.join(", ")).toBe(expected);
  });

  it("knows numbers without a metric, and latencies", () => {
    expect(["score > 0.9", "threshold 80%", "above 3", "v2", "done"].map(bareNumberIn)).toEqual([
      0.9,
      0.8,
      3,
      undefined,
      undefined,
    ]);
    expect(["p99 < 20 ms", "latency under 1.5s", "20 ms"].map(latencyIn)).toEqual([20, 1500, undefined]);
  });
});

describe("scheduleIn", () => {
  it.each([
    ["every night", "0 3 * * *"],
    ["every night at 2:30", "30 2 * * *"],
    ["daily at 6am", "0 6 * * *"],
    ["daily at 6 pm", "0 18 * * *"],
    ["at 12am every day", "0 0 * * *"],
    ["hourly", "0 * * * *"],
    ["every 4 hours", "0 */4 * * *"],
    ["every 15 minutes", "*/15 * * * *"],
    ["weekly", "0 3 * * 1"],
    ["every Friday at 18:15", "15 18 * * 5"],
    ["once a month, monthly", "0 3 1 * *"],
    ["cron 0 3 * * *", "0 3 * * *"],
    ['schedule("*/10 8-17 * * MON-FRI")', "*/10 8-17 * * MON-FRI"],
    ["jede Nacht um 4", "0 4 * * *"],
    ["wöchentlich am Dienstag", "0 3 * * 2"],
    ["cron 99 99 * * *", undefined],
    ["every 90 minutes", undefined],
    ["a daily-like thing never", "0 3 * * *"],
    ["train", undefined],
  ])("reads %s", (text, cron) => {
    expect(scheduleIn(text)?.cron).toBe(cron);
  });
});

describe("amounts", () => {
  it("reads percents of traffic", () => {
    expect(
      ["canary 5%, 25%", "5/25/100", "10 % of traffic", "A/B 50/50", "canary 5, 25, 100", "canary", "200%"].map(
        percentsIn,
      ),
    ).toEqual([[5, 25], [5, 25, 100], [10], [50], [5, 25, 100], [], []]);
  });

  it("reads durations, search and split", () => {
    expect(["for 2 days", "48h", "one week", "30 min", "zwei Tage", "0d"].map(durationIn)).toEqual([
      "2d",
      "48h",
      "1w",
      "30m",
      undefined,
      undefined,
    ]);
    expect(["50 trials, 5-fold CV", "k=10", "trials"].map(searchIn)).toEqual([
      { trials: 50, folds: 5 },
      { folds: 10 },
      {},
    ]);
    expect(["80/20 split", "70/15/15", "hold out 25%", "90/20", "split"].map(testShareIn)).toEqual([
      0.2,
      0.15,
      0.25,
      undefined,
      undefined,
    ]);
  });

  it("knows estimators by their other names", () => {
    expect(estimatorsIn("XGBoost or LightGBM, random forest and LogReg")).toEqual([
      "gradientBoosting",
      "randomForest",
      "logisticRegression",
    ]);
    expect(estimatorsIn("train the model")).toEqual([]);
  });
});
