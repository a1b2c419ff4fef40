import { join } from "node:path";
import type { BenchRow } from "../bench.ts";
import { type Contestant, measurePaired, type PairedWork } from "../paired.ts";
import type { EngineBenchOptions, EngineWork } from "./engine.ts";
import { writeSynthetic } from "./synthetic.ts";

const here = new URL(".", import.meta.url).pathname;
const features = 28;

/** Forests of 100 trees on 28 numbers beside scikit-learn's: grown to the end, with the same features at a split. */
export const forest: EngineWork = {
  name: "forest",
  async run(options): Promise<BenchRow[]> {
    const works = [...fits(options), ...scores(options)].filter(({ work }) => options.wants(work));
    if (works.length === 0) return [];
    const [rows, scored] = options.quick ? [20_000, 200_000] : [100_000, 1_000_000];
    writeSynthetic(join(options.folder, "train"), { rows, features, seed: 1 });
    writeSynthetic(join(options.folder, "test"), { rows: 50_000, features, seed: 2 });
    writeSynthetic(join(options.folder, "anomalies"), { rows: scored, features, seed: 3 });
    return works.flatMap((work) => measurePaired(work, options));
  },
};

function fits(options: EngineBenchOptions): PairedWork[] {
  const size = options.quick ? "20k" : "100k";
  return [
    ["random forest", "randomForest"],
    ["extra trees", "extraTrees"],
  ].flatMap(([name, estimator]) =>
    [1, 2].map((threads) => ({
      work: `${name} ${size} x ${features}, 100 trees, ${inWords(threads)}`,
      ours: ours(options, "fit", estimator!, threads),
      peers: [
        { contestant: theirs(options, "fit", estimator!, threads), ...(estimator === "randomForest" && { goal: 0.3 }) },
      ],
      guard: { metric: "AUC", better: "higher", margin: 0.002 },
    })),
  );
}

function scores(options: EngineBenchOptions): PairedWork[] {
  return [1, 2].map((threads) => ({
    work: `isolation forest scores ${options.quick ? "200k" : "1M"} x ${features}, ${inWords(threads)}`,
    ours: ours(options, "isolation", "", threads),
    peers: [{ contestant: theirs(options, "isolation", "", threads), goal: 0.3 }],
    guard: { metric: "AUC of odd rows", better: "higher", margin: 0.02 },
  }));
}

function ours({ folder }: EngineBenchOptions, mode: string, estimator: string, threads: number): Contestant {
  const script = join(here, "forest-contestant.ts");
  const args = ["--import", "jiti/register", script, folder, mode, ...(estimator && [estimator]), `${threads}`];
  return { name: "millrace", command: process.execPath, args };
}

function theirs({ python, folder }: EngineBenchOptions, mode: string, estimator: string, threads: number): Contestant {
  const args = [join(here, "forest.py"), folder, mode, ...(estimator && [estimator]), `${threads}`];
  return { name: "scikit-learn", command: python, args };
}

function inWords(threads: number): string {
  return `${threads} ${threads === 1 ? "thread" : "threads"}`;
}
