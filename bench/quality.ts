import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { readSnapshot, table, takeSnapshot } from "../src/data/index.ts";
import { defaultMetric, type Task } from "../src/ml/index.ts";
import { resolveProblem } from "../src/run/problem.ts";
import { makeFolds, type TrainingSet, threadExecutor } from "../src/training/index.ts";
import { defaultCandidates } from "../src/workflow/defaults.ts";
import type { TableOptions } from "../src/workflow/index.ts";
import type { Bench, BenchOptions, BenchRow } from "./bench.ts";

/** A data set with the name and metric under which its reference scores stand. */
export interface Subject {
  readonly dataset: string;
  readonly file: string;
  readonly target: string;
  readonly task: "classification" | "regression" | "anomaly";
  readonly metric: "rocAucScore" | "accuracyScore" | "rootMeanSquaredError";
  readonly options?: Omit<TableOptions, "format">;
}

export const subjects: readonly Subject[] = [
  {
    dataset: "telco_churn",
    file: "telco_churn.csv.gz",
    target: "Churn",
    task: "classification",
    metric: "rocAucScore",
    options: { key: "customerID" },
  },
  {
    dataset: "bank_marketing_no_duration",
    file: "bank_marketing.csv.gz",
    target: "y",
    task: "classification",
    metric: "rocAucScore",
    options: { drop: ["duration"], missing: ["unknown"] },
  },
  {
    dataset: "titanic",
    file: "titanic.csv",
    target: "survived",
    task: "classification",
    metric: "rocAucScore",
    options: { drop: ["name", "ticket", "cabin"] },
  },
  {
    dataset: "letter_recognition",
    file: "letter_recognition.csv.gz",
    target: "letter",
    task: "classification",
    metric: "accuracyScore",
  },
  {
    dataset: "wine_quality",
    file: "wine_quality.csv.gz",
    target: "quality",
    task: "classification",
    metric: "accuracyScore",
  },
  {
    dataset: "california_housing",
    file: "california_housing.csv.gz",
    target: "median_house_value",
    task: "regression",
    metric: "rootMeanSquaredError",
  },
  { dataset: "diamonds", file: "diamonds.csv.gz", target: "price", task: "regression", metric: "rootMeanSquaredError" },
  {
    dataset: "bike_sharing_hour",
    file: "bike_sharing_hour.csv.gz",
    target: "cnt",
    task: "regression",
    metric: "rootMeanSquaredError",
    options: { drop: ["casual", "registered", "instant", "dteday"] },
  },
];

const referenceMetric = { rocAucScore: "auc", accuracyScore: "accuracy", rootMeanSquaredError: "rmse" } as const;

interface Reference {
  readonly dataset: string;
  readonly model: string;
  readonly metrics: Readonly<Record<string, { readonly mean: number; readonly std: number }>>;
}

/** Defaults against defaults, 5 folds, on real data: our best candidate beside the best peer listed. */
export const quality: Bench = {
  name: "quality",
  summary: "accuracy of the default candidates, 5-fold, beside the reference scores",
  async run(options): Promise<BenchRow[]> {
    const { cv, time_ordered_and_anomaly: anomalies } = JSON.parse(
      readFileSync(join(options.dataFolder, "reference.json"), "utf8"),
    ) as {
      cv: Reference[];
      time_ordered_and_anomaly: { dataset: string; metrics: Record<string, number> }[];
    };
    const rows: BenchRow[] = [];
    for (const subject of subjects.filter(({ dataset }) => options.wants(dataset))) {
      const references = cv.filter((reference) => reference.dataset === subject.dataset);
      rows.push(await superviseRow(subject, references, options));
    }
    if (options.wants("annthyroid_anomaly")) {
      const reference = anomalies.find(({ dataset }) => dataset === "annthyroid_anomaly")!;
      rows.push(await anomalyRow(reference.metrics, options));
    }
    return rows;
  },
};

async function superviseRow(
  subject: Subject,
  references: readonly Reference[],
  { dataFolder, log }: BenchOptions,
): Promise<BenchRow> {
  const metric = referenceMetric[subject.metric];
  const lowerIsBetter = subject.metric === "rootMeanSquaredError";
  const best = [...references].sort(
    (a, b) => (lowerIsBetter ? 1 : -1) * (a.metrics[metric]!.mean - b.metrics[metric]!.mean),
  )[0]!;
  const { mean: theirs, std } = best.metrics[metric]!;
  const set = await loadSubject(subject, dataFolder);
  const candidates = defaultCandidates(subject.task);
  const executor = threadExecutor(availableParallelism()).open(set);
  const scored: { name: string; score: number; seconds: number }[] = [];
  for (const { name } of candidates) {
    const folds = await Promise.all(
      set.folds.map((_, fold) =>
        executor.submit({ kind: "fold", estimator: name, params: {}, fold, keepPredictions: false }),
      ),
    );
    const score = folds.reduce((sum, fold) => sum + fold.score!, 0) / folds.length;
    const seconds = folds.reduce((sum, fold) => sum + fold.durationMs, 0) / 1000;
    scored.push({ name, score, seconds });
    log(`  ${subject.dataset} ${name}: ${Number(score.toPrecision(6))} (${seconds.toFixed(1)} s of fitting)`);
  }
  await executor.close();
  const ours = scored.sort((a, b) => (lowerIsBetter ? 1 : -1) * (a.score - b.score))[0]!;
  const behind = lowerIsBetter ? ours.score - theirs : theirs - ours.score;
  return {
    work: `${subject.dataset} ${metric} (${ours.name})`,
    peer: best.model,
    ours: ours.score,
    theirs,
    ratio: ours.score - theirs,
    spread: std,
    goal: "within one fold-std or better",
    guard:
      behind <= 0
        ? "met: better"
        : behind <= std
          ? "met: within one std"
          : `missed by ${Number(((behind - std) / std).toPrecision(2))} std`,
  };
}

async function anomalyRow(reference: Record<string, number>, { dataFolder }: BenchOptions): Promise<BenchRow> {
  const subject: Subject = {
    dataset: "annthyroid_anomaly",
    file: "annthyroid_anomaly.csv.gz",
    target: "anomaly",
    task: "anomaly",
    metric: "rocAucScore",
  };
  const set = await loadSubject(subject, dataFolder);
  const { TaskBench } = await import("../src/training/task-bench.ts");
  const { systemPlatform } = await import("../src/platform/index.ts");
  const every = Int32Array.from({ length: set.frame.rowCount }, (_, i) => i);
  const scores = [1, 2, 3, 4, 5].map((seed) => {
    const bench = new TaskBench({ ...set, seed, folds: [{ train: every, validation: every }] }, systemPlatform.machine);
    return bench.run({ kind: "fold", estimator: "isolationForest", params: {}, fold: 0, keepPredictions: false })
      .score!;
  });
  const ours = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const theirs = reference["auc_mean"]!;
  const std = reference["auc_std"]!;
  return {
    work: "annthyroid_anomaly auc (isolationForest)",
    peer: "sklearn IsolationForest(100 trees, 256 samples), 5 seeds",
    ours,
    theirs,
    ratio: ours - theirs,
    spread: std,
    goal: "within one std or better",
    guard:
      ours >= theirs
        ? "met: better"
        : theirs - ours <= std
          ? "met: within one std"
          : `missed by ${((theirs - ours - std) / std).toFixed(2)} std`,
  };
}

export async function loadSubject(subject: Subject, dataFolder: string): Promise<TrainingSet> {
  const folder = mkdtempSync(join(tmpdir(), "millrace-bench-"));
  let files = 0;
  try {
    const spec = table(subject.file, subject.options ?? {});
    const { path } = await takeSnapshot({
      spec,
      baseFolder: dataFolder,
      workFile: (extension) => join(folder, `${files++}.${extension}`),
    });
    const whole = await readSnapshot(path);
    const label = { type: "column", name: subject.target } as const;
    const problem = resolveProblem({ problem: { task: subject.task, target: label }, data: spec }, whole);
    const frame = whole.take(problem.rows);
    const every = Int32Array.from({ length: frame.rowCount }, (_, i) => i);
    const kind = subject.task === "classification" ? "stratified" : "random";
    const folds = subject.task === "anomaly" ? [] : makeFolds({ kind, test: 0.2 }, frame, problem.y, every, 5, 0).folds;
    const { task, y, target, positive, targetColumns, keys } = problem;
    return {
      frame,
      y,
      folds,
      task,
      target,
      positive,
      targetColumns,
      keys,
      features: {},
      metric: subject.metric ?? defaultMetric(task as Task).name,
      seed: 1,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
