import { describe, expect, it } from "vitest";
import { loadSubject, subjects } from "../../bench/quality.ts";
import { calibrationError } from "../../src/evaluation/calibration-error.ts";
import { type ClassTarget, findMetric, takeTarget } from "../../src/ml/index.ts";
import { systemPlatform } from "../../src/platform/index.ts";
import { TaskBench } from "../../src/training/task-bench.ts";

const dataFolder = process.env["MILLRACE_DATA"];

/** A forest on customers who leave: its probabilities are too timid, and that shows on rows that it hasn't seen. */
describe.skipIf(dataFolder === undefined)("telco churn, a random forest", () => {
  it("Brier score and calibration error fall; Platt leaves the AUC as it was, isotonic all but", async () => {
    const set = await loadSubject(subjects.find(({ dataset }) => dataset === "telco_churn")!, dataFolder!);
    const y = takeTarget(set.y as ClassTarget, set.folds[0]!.validation);
    const figures = ["none", "platt", "isotonic"].map((calibration) => {
      const params = { trees: 50, calibration };
      const task = { kind: "fold", estimator: "randomForest", params, fold: 0, keepPredictions: true } as const;
      const probabilities = new TaskBench(set, systemPlatform.machine).run(task).predictions!.probabilities!;
      const predictions = { values: new Float64Array(y.codes.length), probabilities, nClasses: 2 };
      const score = (metric: string): number => findMetric(metric)!.compute(y, predictions, { positive: 1 });
      return {
        auc: score("rocAucScore"),
        brier: score("brierScoreLoss"),
        error: calibrationError(y, predictions, 1).value,
      };
    });
    const [plain, platt, isotonic] = figures as [(typeof figures)[0], (typeof figures)[0], (typeof figures)[0]];
    expect(platt.auc).toBe(plain.auc);
    expect(Math.abs(isotonic.auc - plain.auc)).toBeLessThan(0.005);
    for (const calibrated of [platt, isotonic]) {
      expect(calibrated.brier).toBeLessThan(plain.brier - 0.002);
      expect(calibrated.error).toBeLessThan(plain.error / 2);
    }
  }, 120_000);
});
