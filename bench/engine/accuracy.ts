import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemPlatform } from "../../src/platform/index.ts";
import { TaskBench } from "../../src/training/task-bench.ts";
import type { BenchRow } from "../bench.ts";
import { loadSubject, type Subject, subjects } from "../quality.ts";
import type { EngineBenchOptions, EngineWork } from "./engine.ts";
import { neuralTable } from "./neural-table.ts";

const everySubject: readonly Subject[] = [
  ...subjects,
  {
    dataset: "bank_marketing",
    file: "bank_marketing.csv.gz",
    target: "y",
    task: "classification",
    metric: "rocAucScore",
    options: { missing: ["unknown"] },
  },
];
const goal = "the best of four on 60 %, never over one std behind";

/** Boosting beside boosting, defaults against defaults, on the same five folds of every supervised set. */
export const accuracy: EngineWork = {
  name: "accuracy",
  async run(options): Promise<BenchRow[]> {
    const rows: BenchRow[] = [];
    for (const subject of everySubject) {
      const work = `accuracy ${subject.dataset}`;
      if (options.wants(work)) rows.push(await compare(work, subject, options));
    }
    return rows.length < 2 ? rows : [...rows, summaryOf(rows)];
  },
};

async function compare(
  work: string,
  subject: Subject,
  { dataFolder, folder, python, log }: EngineBenchOptions,
): Promise<BenchRow> {
  const set = await loadSubject(subject, dataFolder);
  const lowerIsBetter = subject.metric === "rootMeanSquaredError";
  const bench = new TaskBench(set, systemPlatform.machine);
  const own = set.folds.map(
    (_, fold) =>
      bench.run({ kind: "fold", estimator: "gradientBoosting", params: {}, fold, keepPredictions: false }).score!,
  );
  const file = join(folder, `${subject.dataset}.json`);
  writeFileSync(file, JSON.stringify(neuralTable(set)));
  const script = new URL("./accuracy.py", import.meta.url).pathname;
  const { stdout, status } = spawnSync(python, [script, file], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`accuracy.py on ${subject.dataset} ended with ${status}`);
  const { peers } = JSON.parse(stdout.trimEnd().split("\n").at(-1)!) as { peers: Record<string, number[]> };
  const sign = lowerIsBetter ? -1 : 1;
  const ranked = Object.entries(peers).sort(([, a], [, b]) => sign * (mean(b) - mean(a)));
  const [best, scores] = ranked[0]!;
  const behind = sign * (mean(scores) - mean(own));
  const std = deviation(scores);
  const others = ranked.map(([name, values]) => `${name} ${Number(mean(values).toPrecision(5))}`).join(", ");
  log(`  ${work}: ours ${Number(mean(own).toPrecision(5))}; ${others}`);
  return {
    work: `${work} ${subject.metric}`,
    peer: best,
    ours: mean(own),
    theirs: mean(scores),
    ratio: mean(own) - mean(scores),
    spread: std,
    goal,
    guard: behind <= 0 ? "better" : `${(behind / std).toFixed(2)} std behind; ${others}`,
  };
}

function summaryOf(rows: readonly BenchRow[]): BenchRow {
  const better = rows.filter(({ guard }) => guard === "better").length;
  const worst = Math.max(0, ...rows.map(({ guard }) => Number.parseFloat(guard) || 0));
  const share = better / rows.length;
  return {
    work: "accuracy, all sets",
    peer: "the best of them",
    ours: better,
    theirs: rows.length - better,
    ratio: share,
    spread: null,
    goal,
    guard: `${Math.round(100 * share)} % better, at worst ${worst.toFixed(2)} std behind: ${share >= 0.6 && worst <= 1 ? "met" : "missed"}`,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}
