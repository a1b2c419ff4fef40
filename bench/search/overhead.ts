// Our overhead, out of dist: 200 trials of TPE on five numbers with a trivial objective; prints ms a trial, median of three seeds.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as Ml from "../../src/ml/index.ts";
import type * as PlatformRoom from "../../src/platform/index.ts";
import type * as Train from "../../src/run/steps/train.ts";
import type * as StoreRoom from "../../src/store/index.ts";
import type * as Training from "../../src/training/index.ts";
import { median } from "../bench.ts";

const dist = new URL("../../dist/", import.meta.url);
if (!existsSync(dist)) throw new Error("dist isn't there: npm run build");
const load = <T>(path: string): Promise<T> => import(new URL(path, dist).href) as Promise<T>;
const { findSearchMethod, startSearch, uniform } = await load<typeof Ml>("ml/index.js");
const { systemPlatform } = await load<typeof PlatformRoom>("platform/index.js");
const { openStore, taskJournal } = await load<typeof StoreRoom>("store/index.js");
const { searchLoop } = await load<typeof Training>("training/index.js");
const { journaled } = await load<typeof Train>("run/steps/train.js");

type Kept = Pick<Parameters<typeof searchLoop>[0], "known" | "onTrial">;

const trials = 200;
const isDurable = process.argv[2] === "durable";
const objective = (params: Ml.Trial["params"]): number =>
  [0, 1, 2, 3, 4].reduce((sum, i) => sum + Number(params[`x${i}`] ?? 0) ** 2, 0);

function search(seed: number): Ml.Search {
  const space = Object.fromEntries([0, 1, 2, 3, 4].map((i) => [`x${i}`, uniform(-5, 5)]));
  const candidates = [{ estimator: "quadratic", params: {}, space }];
  return startSearch(findSearchMethod("tpe")!, { candidates, trials, seed, greaterIsBetter: false });
}

const executor: Training.ExecutorRun = {
  parallelism: 1,
  submit: async (task) => ({ score: objective(task.params), predictions: null, durationMs: 0 }) as never,
  close: async () => {},
};

/** The very loop of a run: in rounds of 8. */
async function loop(seed: number, { known, onTrial }: Kept): Promise<void> {
  await searchLoop({
    search: search(seed),
    executor,
    folds: 1,
    machine: systemPlatform.machine,
    known,
    onTrial,
    signal: new AbortController().signal,
  });
}

/** What the train step does with each trial: its result in the journal, then its event in the log of the run. */
async function keptBy(store: StoreRoom.Store, seed: number): Promise<Kept> {
  const answer = await store.claim(`run:${seed}`);
  if (!answer.claimed) throw new Error("the run is claimed by another process");
  const envelope = {
    subject: { kind: "workflow", name: "bench" },
    run: String(seed),
    actor: { kind: "duty", name: "bench" },
  } as const;
  const workflow = {
    problem: { metric: "error" },
    data: { options: {} },
    features: [],
    split: {},
    search: { folds: 1 },
    seed,
  };
  const context = {
    build: "bench",
    store,
    workflow: workflow as never,
    journal: taskJournal(store.home, systemPlatform),
    emit: async (...events: readonly object[]) => {
      await store.commit(
        events.map((event) => ({ cause: null, ...event, ...envelope }) as StoreRoom.NewEvent),
        answer.claim,
      );
    },
  };
  return journaled({ context, digests: {}, progress: () => {} }, trials);
}

const inMemory: Kept = { known: async () => undefined, onTrial: async () => {} };
const home = mkdtempSync(join(tmpdir(), "millrace-search-"));
const store = await openStore(home, { platform: systemPlatform });
try {
  const taken: number[] = [];
  for (const seed of [1, 2, 3]) {
    const kept = isDurable ? await keptBy(store, seed) : inMemory;
    const start = performance.now();
    await loop(seed, kept);
    taken.push((performance.now() - start) / trials);
  }
  console.log(JSON.stringify(median(taken)));
} finally {
  await store.close();
  rmSync(home, { recursive: true, force: true });
}
