import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BenchRow } from "../bench.ts";
import { loadSubject, type Subject, subjects } from "../quality.ts";
import type { EngineBenchOptions, EngineWork } from "./engine.ts";
import { neuralTable } from "./neural-table.ts";

/** What a contestant prints: a score, seconds and CPU seconds for each fold. */
interface FoldFigures {
  readonly scores: readonly number[];
  readonly seconds: readonly number[];
  readonly cpuSeconds: readonly number[];
}

/**
 * The neural network beside scikit-learn's, defaults against defaults, on the folds of the quality bench: the peer on scaled
 * numbers, one-hot categories and, for regression, scaled values. One thread each, a process for each.
 */
export const neural: EngineWork = {
  name: "neural",
  async run(options): Promise<BenchRow[]> {
    const rows: BenchRow[] = [];
    for (const subject of subjects.filter(({ dataset }) => options.wants(`neural ${dataset}`))) {
      rows.push(await compare(subject, options));
    }
    if (rows.length > 1) rows.push(summary(rows));
    return rows;
  },
};

async function compare(subject: Subject, { python, folder, dataFolder, quick, log }: EngineBenchOptions) {
  const set = await loadSubject(subject, dataFolder);
  const folds = quick ? 1 : set.folds.length;
  const table = join(folder, `neural-${subject.dataset}.json`);
  writeFileSync(table, JSON.stringify(neuralTable(set)));
  const here = new URL(".", import.meta.url).pathname;
  const job = ["--import", "jiti/register", join(here, "neural-job.ts"), subject.dataset, `${folds}`, dataFolder];
  const ours = figuresOf(process.execPath, job);
  const theirs = figuresOf(python, [join(here, "neural.py"), table, `${folds}`]);
  log(`  neural ${subject.dataset}: ${describe(ours)}; scikit-learn ${describe(theirs)}`);
  return rowOf(subject, ours, theirs);
}

function figuresOf(command: string, args: readonly string[]): FoldFigures {
  const env = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
  const { stdout, stderr, status } = spawnSync(command, args, { encoding: "utf8", env, maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error(`${command} ${args[0]} ended with ${status}: ${stderr.slice(-2000)}`);
  return JSON.parse(stdout.trimEnd().split("\n").at(-1)!) as FoldFigures;
}

function rowOf({ dataset, metric }: Subject, ours: FoldFigures, theirs: FoldFigures): BenchRow {
  const sign = metric === "rootMeanSquaredError" ? -1 : 1;
  const differences = ours.scores.map((score, fold) => sign * (score - theirs.scores[fold]!));
  const gain = mean(differences);
  return {
    work: `neural network, ${dataset} ${metric}`,
    peer: "scikit-learn MLP, scaled",
    ours: mean(ours.scores),
    theirs: mean(theirs.scores),
    ratio: mean(ours.scores) / mean(theirs.scores),
    spread: [Math.min(...differences), Math.max(...differences)],
    goal: "better on most sets",
    guard: `${gain > 0 ? "better" : "not better"}; fit seconds ${figure(ours, "seconds")} / ${figure(theirs, "seconds")}; CPU s ${figure(ours, "cpuSeconds")} / ${figure(theirs, "cpuSeconds")}; spread: gain by fold`,
  };
}

function summary(rows: readonly BenchRow[]): BenchRow {
  const better = rows.filter(({ guard }) => guard.startsWith("better")).length;
  return {
    work: "neural network, sets on which it is better",
    peer: "scikit-learn MLP, scaled",
    ours: better,
    theirs: rows.length - better,
    ratio: better / rows.length,
    spread: null,
    goal: "> 0.5",
    guard: better > rows.length / 2 ? "met" : "missed",
  };
}

function describe(figures: FoldFigures): string {
  return `${Number(mean(figures.scores).toPrecision(5))} in ${figure(figures, "cpuSeconds")} CPU s a fold`;
}

function figure(figures: FoldFigures, key: "seconds" | "cpuSeconds"): string {
  return String(Number(mean(figures[key]).toPrecision(3)));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
