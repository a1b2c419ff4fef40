import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BenchRow } from "../bench.ts";
import { type Contestant, measurePaired, type PairedWork } from "../paired.ts";
import type { EngineBenchOptions, EngineWork } from "./engine.ts";
import { writeSynthetic } from "./synthetic.ts";

const here = new URL(".", import.meta.url).pathname;
const flightsFile = new URL("../../node_modules/vega-datasets/data/flights-3m.parquet", import.meta.url).pathname;
type Library = "xgboost" | "lightgbm" | "lightgbm-quantised" | "scikit-learn";

/** A table on which all sides grow 100 trees of 63 leaves over 255 bins, rate 0.1, binning included. */
interface Table {
  readonly name: string;
  readonly words: string;
  readonly make: (options: EngineBenchOptions) => void;
  /** What ours / theirs may be, by library. */
  readonly goals: Readonly<Partial<Record<Library, number | undefined>>>;
  readonly goalOfBest?: number;
  readonly goalOfMemory?: number;
  readonly metric: "AUC" | "accuracy";
}

const everyone = {
  xgboost: undefined,
  lightgbm: undefined,
  "lightgbm-quantised": undefined,
  "scikit-learn": undefined,
};

/** Gradient boosting beside XGBoost, LightGBM and scikit-learn: narrow, wide, categories, many classes; and its growth. */
export const gbdt: EngineWork = {
  name: "gbdt",
  async run(options): Promise<BenchRow[]> {
    const rows: BenchRow[] = [];
    for (const table of tablesOf(options.quick)) {
      const works = [1, 2].map((threads) => workOf(table, threads, options)).filter(({ work }) => options.wants(work));
      if (works.length === 0) continue;
      table.make(options);
      for (const work of works) rows.push(...measurePaired(work, options));
    }
    return [...rows, ...growth(options)];
  },
};

function tablesOf(quick: boolean): Table[] {
  const [large, small, wide] = quick ? [100_000, 20_000, 5000] : [1_000_000, 100_000, 100_000];
  const ofNumbers = (rows: number, features: number): Pick<Table, "name" | "words" | "make" | "metric"> => ({
    name: `numbers-${rows}-${features}`,
    words: `${inWords(rows)} x ${features}`,
    make: ({ folder }) => makeNumbers(folder, rows, features),
    metric: "AUC",
  });
  const real = (name: string, file: (options: EngineBenchOptions) => string, rows: number) => ({
    name,
    make: (options: EngineBenchOptions) => makeReal(options, name, file(options), rows),
  });
  return [
    {
      ...ofNumbers(large, 28),
      goals: { xgboost: 0.45, lightgbm: 0.45, "lightgbm-quantised": 0.52, "scikit-learn": 0.25 },
      goalOfMemory: 1,
    },
    { ...ofNumbers(small, 28), goals: everyone, goalOfBest: 0.6 },
    { ...ofNumbers(wide, 500), goals: everyone, goalOfBest: 0.7 },
    {
      ...real("flights", () => flightsFile, quick ? 100_000 : 3_000_000),
      words: "flights-3m, airports as categories",
      goals: { ...everyone, lightgbm: 0.8 },
      metric: "AUC",
    },
    {
      ...real("letter", ({ dataFolder }) => join(dataFolder, "letter_recognition.csv.gz"), quick ? 4000 : 20_000),
      words: "letter, 26 classes",
      goals: { ...everyone, lightgbm: 0.8 },
      metric: "accuracy",
    },
  ];
}

function workOf(table: Table, threads: number, options: EngineBenchOptions): PairedWork {
  const libraries = Object.keys(table.goals) as Library[];
  return {
    work: `GBDT ${table.words}, ${threads} ${threads === 1 ? "thread" : "threads"}`,
    ours: ours(options, table.name, threads),
    peers: libraries.map((library) => ({
      contestant: theirs(options, table.name, library, threads),
      ...goalOf(table, library),
    })),
    ...(table.goalOfBest === undefined ? {} : { goalOfBest: table.goalOfBest }),
    ...(table.goalOfMemory === undefined ? {} : { goalOfMemory: table.goalOfMemory }),
    guard: { metric: table.metric, better: "higher", margin: 0.002 },
  };
}

function goalOf({ goals }: Table, library: Library): { readonly goal?: number } {
  const goal = goals[library];
  return goal === undefined ? {} : { goal };
}

/** Ours beside ours on fewer rows: linear growth is a ratio of as many times more rows. */
function growth(options: EngineBenchOptions): BenchRow[] {
  const sizes = options.quick ? [2000, 20_000, 100_000] : [10_000, 100_000, 1_000_000, 5_000_000];
  return sizes.slice(1).flatMap((rows, i) => {
    const fewer = sizes[i]!;
    const work = `GBDT growth ${inWords(fewer)} -> ${inWords(rows)} x 28, 2 threads`;
    if (!options.wants(work)) return [];
    for (const size of [fewer, rows]) makeNumbers(options.folder, size, 28);
    const before = { ...ours(options, `numbers-${fewer}-28`, 2), name: `ours on ${inWords(fewer)} rows` };
    return measurePaired(
      {
        work,
        ours: ours(options, `numbers-${rows}-28`, 2),
        peers: [{ contestant: before, goal: rows / fewer }],
      },
      options,
    );
  });
}

const made = new Set<string>();

function makeNumbers(folder: string, rows: number, features: number): void {
  const path = join(folder, `numbers-${rows}-${features}`);
  if (made.has(path)) return;
  made.add(path);
  const shape = { features: Array.from({ length: features }, (_, f) => ({ name: `x${f}`, levels: 0 })), classes: 2 };
  for (const [part, size, seed] of [
    ["train", rows, 1],
    ["test", Math.min(200_000, rows), 2],
  ] as const) {
    writeSynthetic(`${path}-${part}`, { rows: size, features, seed });
    writeFileSync(`${path}-${part}.json`, JSON.stringify(shape));
  }
}

function makeReal({ python, folder }: EngineBenchOptions, name: string, file: string, rows: number): void {
  const { status, stderr } = spawnSync(python, [join(here, "gbdt_data.py"), folder, name, file, `${rows}`], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${name} can't be prepared: ${stderr.slice(-2000)}`);
}

function ours({ folder }: EngineBenchOptions, table: string, threads: number): Contestant {
  const script = join(here, "gbdt-contestant.ts");
  return {
    name: "millrace",
    command: process.execPath,
    args: ["--import", "jiti/register", script, folder, table, `${threads}`],
  };
}

function theirs(options: EngineBenchOptions, table: string, library: Library, threads: number): Contestant {
  return {
    name: library,
    command: options.python,
    args: [join(here, "gbdt.py"), options.folder, table, library, `${threads}`],
    // scikit-learn has no other way to be told.
    env: { OMP_NUM_THREADS: `${threads}` },
  };
}

function inWords(rows: number): string {
  return rows % 1_000_000 === 0 ? `${rows / 1_000_000}M` : `${rows / 1000}k`;
}
