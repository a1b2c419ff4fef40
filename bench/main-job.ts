import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { type Bench, type BenchRow, median } from "./bench.ts";
import { pythonWith } from "./python.ts";

const root = new URL("..", import.meta.url).pathname;
/** Settings tried on either side; ours also tries the baseline. */
const trials = 12;

/** Cold process to registered model, beside a plain Python script that does the same work. */
export const mainJob: Bench = {
  name: "main-job",
  summary: "bank marketing, cold process to registered model, beside scikit-learn doing the same work",
  async run({ pairs: count, dataFolder, log, wants }): Promise<BenchRow[]> {
    if (!wants("bank marketing, cold process to registered model")) return [];
    const python = pythonWith(["scikit-learn==1.9.*", "pandas", "joblib"], log);
    if (python === null) {
      log("  skipped: no Python with scikit-learn could be set up");
      return [];
    }
    const folder = mkdtempSync(join(tmpdir(), "millrace-main-job-"));
    try {
      writeFileSync(join(folder, "bank.workflow.ts"), workflowText(join(dataFolder, "bank_marketing.csv.gz")));
      const pairs: { ours: Measured; theirs: Measured }[] = [];
      for (let pair = 0; pair < count; pair++) {
        // The order alternates, so that a warming or cooling machine favours neither.
        const first = pair % 2 === 0 ? runOurs(folder, pair) : runTheirs(python, dataFolder, folder);
        const second = pair % 2 === 0 ? runTheirs(python, dataFolder, folder) : runOurs(folder, pair);
        const [ours, theirs] = pair % 2 === 0 ? [first, second] : [second, first];
        pairs.push({ ours, theirs });
        log(
          `  pair ${pair + 1}: ours ${ours.seconds.toFixed(2)} s (AUC ${ours.auc.toFixed(4)}), theirs ${theirs.seconds.toFixed(2)} s (AUC ${theirs.auc.toFixed(4)}), load ${loadavg()[0]!.toFixed(1)}`,
        );
      }
      const ratios = pairs.map(({ ours, theirs }) => ours.seconds / theirs.seconds);
      const difference = median(pairs.map(({ ours, theirs }) => ours.auc - theirs.auc));
      const ratio = median(ratios);
      return [
        {
          work: `bank marketing, ${trials} trials x 5 folds, wall seconds`,
          peer: "scikit-learn 1.9 (HistGradientBoosting, RandomForest, LogisticRegression)",
          ours: median(pairs.map(({ ours }) => ours.seconds)),
          theirs: median(pairs.map(({ theirs }) => theirs.seconds)),
          ratio,
          spread: [Math.min(...ratios), Math.max(...ratios)],
          goal: "<= 0.5",
          guard: `test AUC ours - theirs ${difference.toFixed(4)}; ${ratio <= 0.5 && difference >= -0.002 ? "met" : "missed"}`,
        },
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

interface Measured {
  readonly seconds: number;
  readonly auc: number;
}

function runOurs(folder: string, pair: number): Measured {
  const start = performance.now();
  const home = join(folder, `home-${pair}`);
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(root, "dist/cli/main.js"), "run", folder, "--home", home, "--json"],
    { encoding: "utf8" },
  );
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(`millrace run ended with ${status}: ${stderr}`);
  return { seconds, auc: JSON.parse(stdout).metrics.rocAucScore.value };
}

function runTheirs(python: string, dataFolder: string, folder: string): Measured {
  const start = performance.now();
  const script = join(root, "bench", "main_job.py");
  if (!existsSync(script)) throw new Error("bench/main_job.py is missing");
  const { stdout, stderr, status } = spawnSync(
    python,
    [script, join(dataFolder, "bank_marketing.csv.gz"), join(folder, "model.joblib"), String(trials)],
    { encoding: "utf8" },
  );
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(`the scikit-learn script ended with ${status}: ${stderr}`);
  return { seconds, auc: JSON.parse(stdout).auc };
}

function workflowText(path: string): string {
  return `import { betterThanBaseline, defineWorkflow, gradientBoosting, logisticRegression, randomForest, stratified, table } from "millrace";

export default defineWorkflow({
  name: "bank",
  problem: { task: "classification", target: "y", positive: "yes", metric: "rocAucScore" },
  data: table(${JSON.stringify(path)}, { drop: ["duration"], missing: ["unknown"] }),
  split: stratified({ test: 0.2 }),
  candidates: [logisticRegression(), randomForest(), gradientBoosting()],
  search: { method: "random", trials: ${trials + 1}, folds: 5 },
  gates: [betterThanBaseline()],
});
`;
}
