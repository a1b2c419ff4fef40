import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bench, BenchRow } from "../bench.ts";
import { type Contestant, measurePaired, type PairedWork } from "../paired.ts";
import { CONVERTERS } from "../peers.ts";
import { pythonWith } from "../python.ts";
import type { Shape } from "./contestant.ts";

const here = new URL(".", import.meta.url).pathname;

const shape: Shape = {
  features: 28,
  trees: 100,
  leaves: 63,
  trainRows: 100_000,
  testRows: 1_000_000,
  calls: 50_000,
  slowCalls: 2_000,
};
const quickShape: Shape = { ...shape, trainRows: 50_000, testRows: 200_000, calls: 10_000, slowCalls: 500 };

/**
 * A boosted model of 100 trees of 63 leaves on 28 numbers, beside the same number of equal trees of each library: a million
 * rows at once, and one row at a time (seconds a call; median and 99th percentile).
 */
export const predict: Bench = {
  name: "predict",
  summary:
    "scoring with 100 trees of 63 leaves, a million rows and one row, beside XGBoost, LightGBM, scikit-learn, onnxruntime",
  async run(options): Promise<BenchRow[]> {
    const python = pythonWith(CONVERTERS, options.log);
    if (python === null) {
      options.log("  skipped: no Python with the peers could be set up");
      return [];
    }
    const folder = mkdtempSync(join(tmpdir(), "millrace-predict-"));
    try {
      const chosen = options.quick ? quickShape : shape;
      writeFileSync(join(folder, "shape.json"), JSON.stringify(chosen));
      run(ours(folder, "prepare"));
      run(theirs(python, folder, "prepare"));
      const works = [...batchWorks(python, folder, chosen), ...rowWorks(python, folder)];
      return works.filter(({ work }) => options.wants(work)).flatMap((work) => measurePaired(work, options));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function batchWorks(python: string, folder: string, { testRows }: Shape): PairedWork[] {
  return [1, 2].map((threads) => ({
    work: `score ${testRows.toLocaleString("en-US")} rows, ${threads} ${threads === 1 ? "thread" : "threads"}`,
    ours: ours(folder, "batch", `${threads}`),
    peers: ["xgboost", "lightgbm", "sklearn", "onnxruntime"].map((peer) => ({
      contestant: theirs(python, folder, "batch", peer, `${threads}`),
    })),
    goalOfBest: 0.35,
    guard: { metric: "AUC", better: "higher", margin: 0.002 },
  }));
}

function rowWorks(python: string, folder: string): PairedWork[] {
  const goals = { xgboost: 0.1, lightgbm: 0.1, sklearn: 0.1, onnxruntime: 0.5 } as const;
  return [
    ["one row of numbers, median", "row", "0.5"],
    ["one row of numbers, 99th percentile", "row", "0.99"],
    ["one row as an object, median (theirs: of numbers)", "object", "0.5"],
    ["one row as an object, 99th percentile (theirs: of numbers)", "object", "0.99"],
  ].map(([work, mode, quantile]) => ({
    work: work!,
    ours: ours(folder, mode!, quantile!),
    peers: Object.entries(goals).map(([peer, goal]) => ({
      contestant: theirs(python, folder, "row", peer, quantile!),
      goal,
    })),
  }));
}

function ours(folder: string, ...args: string[]): Contestant {
  return {
    name: "millrace",
    command: process.execPath,
    args: ["--import", "jiti/register", join(here, "contestant.ts"), folder, ...args],
  };
}

function theirs(python: string, folder: string, mode: string, peer = "", ...args: string[]): Contestant {
  const threads = mode === "batch" ? args[0]! : "1";
  return {
    name: peer,
    command: python,
    args: [join(here, "contestant.py"), folder, mode, ...(peer === "" ? [] : [peer]), ...args],
    // Fastest for one call after the other (measured: passive waiting slows LightGBM and scikit-learn).
    env: mode === "prepare" ? { OMP_WAIT_POLICY: "passive" } : { OMP_NUM_THREADS: threads, OMP_WAIT_POLICY: "active" },
  };
}

function run({ name, command, args, env }: Contestant): void {
  const { status, stderr } = spawnSync(command, args, { encoding: "utf8", env: { ...process.env, ...env } });
  if (status !== 0) throw new Error(`${name || "a peer"} ended with ${status}: ${stderr.slice(-2000)}`);
}
