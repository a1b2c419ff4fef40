import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bench, BenchRow } from "../bench.ts";
import { type Contestant, measurePaired, type PairedWork } from "../paired.ts";
import { PEERS } from "../peers.ts";
import { pythonWith } from "../python.ts";
import type { Shape } from "./contestant.ts";

const here = new URL(".", import.meta.url).pathname;
const shape: Shape = {
  features: 28,
  trees: 100,
  depth: 6,
  trainRows: 50_000,
  rows: 10_000,
  pairedRows: 1_000,
  background: 100,
};
const quickShape: Shape = { ...shape, trainRows: 10_000, rows: 2_000, pairedRows: 100 };

/** Exact SHAP values of 100 trees of depth 6 on 28 numbers; each library explains its own model of that size. */
export const explain: Bench = {
  name: "explain",
  summary: "exact SHAP values of 100 trees of depth 6, beside XGBoost, LightGBM and shap",
  async run(options): Promise<BenchRow[]> {
    const python = pythonWith(PEERS, options.log);
    if (python === null) {
      options.log("  skipped: no Python with the peers could be set up");
      return [];
    }
    const folder = mkdtempSync(join(tmpdir(), "millrace-explain-"));
    try {
      const chosen = options.quick ? quickShape : shape;
      writeFileSync(join(folder, "shape.json"), JSON.stringify(chosen));
      prepare(ours(folder, "prepare"));
      prepare(theirs(python, folder, "prepare"));
      return works(python, folder, chosen)
        .filter(({ work }) => options.wants(work))
        .flatMap((work) => measurePaired(work, options));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function works(python: string, folder: string, { rows, pairedRows, background }: Shape): PairedWork[] {
  const guard = { metric: "largest gap from the score", better: "lower", factor: 1 } as const;
  const shares = [1, 2].map((threads): PairedWork => {
    const peer = (name: string, goal?: number) => ({
      contestant: theirs(python, folder, name, `${threads}`),
      ...(goal === undefined ? {} : { goal }),
    });
    return {
      work: `path-dependent, ${count(rows)} rows, ${threads} ${threads === 1 ? "thread" : "threads"}`,
      ours: ours(folder, "paths", `${threads}`),
      peers: [peer("xgboost", 0.4), peer("lightgbm"), peer("shap")],
      guard,
    };
  });
  return [
    ...shares,
    {
      work: `interventional, ${count(pairedRows)} rows against ${background}, 1 thread`,
      ours: ours(folder, "pairs", "1"),
      peers: [{ contestant: theirs(python, folder, "shap-interventional", "1") }],
      guard,
    },
  ];
}

function count(rows: number): string {
  return rows.toLocaleString("en-US");
}

function ours(folder: string, mode: string, threads = "1"): Contestant {
  return {
    name: "millrace",
    command: process.execPath,
    args: ["--import", "jiti/register", join(here, "contestant.ts"), folder, mode, threads],
  };
}

function theirs(python: string, folder: string, mode: string, threads = "1"): Contestant {
  const env = { OMP_NUM_THREADS: mode === "prepare" ? "2" : threads };
  return { name: mode, command: python, args: [join(here, "contestant.py"), folder, mode, threads], env };
}

function prepare({ name, command, args, env }: Contestant): void {
  const { status, stderr } = spawnSync(command, args, { encoding: "utf8", env: { ...process.env, ...env } });
  if (status !== 0) throw new Error(`${name} could not be prepared: ${stderr.slice(-2000)}`);
}
