import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bench, BenchOptions, BenchRow } from "../bench.ts";
import { PEERS } from "../peers.ts";
import { pythonWith } from "../python.ts";
import { accuracy } from "./accuracy.ts";
import { forest } from "./forest.ts";
import { gbdt } from "./gbdt.ts";
import { linear } from "./linear.ts";
import { neural } from "./neural.ts";

/** What the works of the engine's bench share. */
export interface EngineBenchOptions extends BenchOptions {
  /** Python with the peers. */
  readonly python: string;
  /** Scratch, gone afterwards: generated data lies here. */
  readonly folder: string;
}

/** A part of the engine's bench: one file, one line in `works`. */
export interface EngineWork {
  readonly name: string;
  run(options: EngineBenchOptions): Promise<BenchRow[]>;
}

const works: readonly EngineWork[] = [accuracy, gbdt, forest, linear, neural];

/** The estimators' fits beside current releases of the libraries they are measured against. */
export const engine: Bench = {
  name: "engine",
  summary: "fits of every kind beside XGBoost, LightGBM, CatBoost and scikit-learn, on the same files",
  async run(options): Promise<BenchRow[]> {
    const python = pythonWith(PEERS, options.log);
    if (python === null) {
      options.log("  skipped: no Python with the peers could be set up");
      return [];
    }
    const folder = mkdtempSync(join(tmpdir(), "millrace-engine-"));
    try {
      const rows: BenchRow[] = [];
      for (const work of works) rows.push(...(await work.run({ ...options, python, folder })));
      return rows;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
