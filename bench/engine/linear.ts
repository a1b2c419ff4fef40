import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ParameterValues, random } from "../../src/ml/index.ts";
import type { BenchRow } from "../bench.ts";
import { type Contestant, type Guard, measurePaired } from "../paired.ts";
import type { EngineBenchOptions, EngineWork } from "./engine.ts";

/** What a contestant of either language is told. */
export interface LinearTask {
  readonly path: string;
  readonly features: number;
  /** Ending of the target's file: u8 classes, f64 values. */
  readonly target: "u8" | "f64" | "none";
  readonly estimator: string;
  readonly params: ParameterValues;
  readonly threads: number;
}

/** One fit and scikit-learn's settings of the same. */
interface Fit {
  readonly work: string;
  readonly table: "lines" | "blobs";
  readonly target: LinearTask["target"];
  readonly estimator: string;
  readonly params: ParameterValues;
  readonly peers: readonly { readonly name: string; readonly params: object; readonly order: "C" | "F" }[];
  readonly goal: number;
  readonly guard: Guard;
}

const features = 28;
const blobs = 12;
const sameMinimum: Guard = { metric: "objective", better: "lower", factor: 1 + 1e-7 };

const fits: readonly Fit[] = [
  {
    work: "logistic 1M x 28",
    table: "lines",
    target: "u8",
    estimator: "logisticRegression",
    params: { strength: 1 },
    peers: [
      { name: "scikit-learn lbfgs", params: { solver: "lbfgs" }, order: "C" },
      { name: "scikit-learn newton-cholesky", params: { solver: "newton-cholesky" }, order: "C" },
    ],
    goal: 1,
    guard: sameMinimum,
  },
  ...[8, 50].map(
    (clusters): Fit => ({
      work: `k-means 200k x 28, k ${clusters}`,
      table: "blobs",
      target: "none",
      estimator: "kMeans",
      // scikit-learn's tolerance is the same share of the mean variance. Fewer centres than blobs: one seeding in five is
      // several per cent better than the others, so that the best of ten is compared.
      params: { clusters, restarts: clusters < blobs ? 10 : 1, tolerance: 1e-4 },
      peers: [
        { name: "scikit-learn lloyd", params: { algorithm: "lloyd" }, order: "C" },
        { name: "scikit-learn elkan", params: { algorithm: "elkan" }, order: "C" },
      ],
      goal: 1,
      guard: { metric: "inertia", better: "lower", factor: 1.005 },
    }),
  ),
  {
    work: "Gaussian mixture 200k x 28, 12 components",
    table: "blobs",
    target: "none",
    estimator: "gaussianMixture",
    params: { components: blobs, tolerance: 1e-3 },
    // both begin with one run of k-means; their own seedings of it
    peers: [{ name: "scikit-learn", params: { tol: 1e-3, reg_covar: 1e-6 }, order: "C" }],
    goal: 1,
    guard: { metric: "mean log likelihood", better: "higher", margin: 0.005 },
  },
  {
    work: "ridge 1M x 28",
    table: "lines",
    target: "f64",
    estimator: "ridge",
    params: { strength: 1 },
    peers: [{ name: "scikit-learn cholesky", params: { solver: "cholesky" }, order: "F" }],
    goal: 1,
    guard: sameMinimum,
  },
  {
    work: "lasso 1M x 28",
    table: "lines",
    target: "f64",
    estimator: "lasso",
    params: { strength: 0.01 },
    peers: [
      { name: "scikit-learn", params: {}, order: "F" },
      { name: "scikit-learn precomputed", params: { precompute: true }, order: "F" },
    ],
    goal: 1,
    guard: { ...sameMinimum, factor: 1 + 1e-4 },
  },
];

/** Linear models and clusterings beside scikit-learn's, at one and two threads. */
export const linear: EngineWork = {
  name: "linear",
  async run(options): Promise<BenchRow[]> {
    const rows: BenchRow[] = [];
    const written = new Set<string>();
    for (const fit of fits) {
      for (const threads of [1, 2]) {
        const work = `${fit.work}, ${threads} thread${threads === 1 ? "" : "s"}`;
        if (!options.wants(work)) continue;
        const path = join(options.folder, fit.table);
        if (!written.has(path)) writeTable(path, fit.table, options.quick);
        written.add(path);
        rows.push(...compare(work, path, fit, threads, options));
      }
    }
    return rows;
  },
};

function compare(work: string, path: string, fit: Fit, threads: number, options: EngineBenchOptions): BenchRow[] {
  const { target, estimator, params } = fit;
  const task: LinearTask = { path, features, target, estimator, params, threads };
  const script = (name: string): string => new URL(name, import.meta.url).pathname;
  const ours: Contestant = {
    name: "ours",
    command: process.execPath,
    args: ["--import", "jiti/register", script("./linear-fit.ts"), JSON.stringify(task)],
  };
  const peers = fit.peers.map(({ name, params, order }) => ({
    contestant: {
      name,
      command: options.python,
      args: [script("./linear.py"), JSON.stringify({ ...task, peer: params, order })],
    },
  }));
  return measurePaired({ work, ours, peers, goalOfBest: fit.goal, guard: fit.guard }, options);
}

/** Columns one after the other as PATH.f32; of lines their classes (PATH.u8) and values (PATH.f64) too. */
function writeTable(path: string, table: Fit["table"], quick: boolean): void {
  const rows = (table === "lines" ? 1_000_000 : 200_000) / (quick ? 10 : 1);
  const draw = random(5, table);
  const bell = (): number => 1.4 * (draw.next() + draw.next() + draw.next() + draw.next() - 2);
  const centres = Float64Array.from({ length: blobs * features }, () => 1.5 * bell());
  const slopes = Float64Array.from({ length: features }, () => 0.3 * bell());
  const values = new Float32Array(rows * features);
  const line = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const blob = table === "blobs" ? draw.integer(blobs) : -1;
    for (let f = 0; f < features; f++) {
      const value = (blob < 0 ? 0 : centres[blob * features + f]!) + bell();
      values[f * rows + i] = f >= features - 4 && blob < 0 ? Math.round(value) : value;
      line[i]! += slopes[f]! * values[f * rows + i]!;
    }
  }
  writeFileSync(`${path}.f32`, values);
  if (table === "blobs") return;
  writeFileSync(
    `${path}.u8`,
    Uint8Array.from(line, (z) => (z + 2 * bell() > 0 ? 1 : 0)),
  );
  writeFileSync(
    `${path}.f64`,
    line.map((z) => z + bell()),
  );
}
