import { existsSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { smallTrainingSet } from "../../../test/fixtures/small-training-set.ts";
import { isMillraceError } from "../../errors/index.ts";
import { manualPlatform } from "../../platform/index.ts";
import type { FoldResult, TrainingTask } from "../executor.ts";
import { TaskBench } from "../task-bench.ts";
import { threadExecutor } from "./thread-executor.ts";

const fold = (estimator: string, fold: number) =>
  ({ kind: "fold", estimator, params: {}, fold, keepPredictions: true }) as const;
const forest = (params: Readonly<Record<string, number>>) =>
  ({ kind: "fit", estimator: "randomForest", params }) as const;

/** A worker that ends whenever it is asked something. */
const dying = new URL(
  `data:text/javascript,${encodeURIComponent(
    'import { parentPort } from "node:worker_threads"; parentPort.on("message", () => process.exit(7));',
  )}`,
);

/** A worker that leaves a checkpoint and dies, and once it is given one, tells what it was given. */
const checkpointing = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from "node:worker_threads";
    parentPort.on("message", ({ id, task }) => {
      if (task.checkpoint !== undefined) {
        parentPort.postMessage({ id, kind: "done", result: { bytes: task.checkpoint, recipe: [], durationMs: 0 } });
        return;
      }
      parentPort.postMessage({ id, kind: "progress", share: 0.5, note: "halfway" });
      parentPort.postMessage({ id, kind: "checkpoint", state: Uint8Array.of(4, 2) });
      setTimeout(() => process.exit(7), 20);
    });
  `)}`,
);

describe("threadExecutor", () => {
  beforeAll(() => {
    if (!existsSync(new URL("../../../dist/training/threads/thread-worker.js", import.meta.url))) {
      throw new Error("threads run what was built: npm run build");
    }
  });

  it("gives on three threads what one bench gives in this one (both of the same build)", async () => {
    const tasks: (TrainingTask & { kind: "fold" })[] = ["logisticRegression", "randomForest", "baseline"].flatMap(
      (name) => [fold(name, 0), fold(name, 1)],
    );
    const run = threadExecutor(3).open(smallTrainingSet());
    try {
      const results = await Promise.all(tasks.map((task) => run.submit(task)));
      const bench = new TaskBench(smallTrainingSet(), manualPlatform().machine);
      const withoutTime = ({ score, predictions }: FoldResult) => ({ score, predictions });
      expect(results.map(withoutTime)).toEqual(tasks.map((task) => withoutTime(bench.run(task))));
      expect(run.parallelism).toBe(3);
    } finally {
      await run.close();
    }
  });

  it("hands over an error of the table as one, and the thread goes on", async () => {
    const run = threadExecutor(1).open(smallTrainingSet());
    try {
      const error = await run.submit(forest({ trees: -1 })).catch((thrown: unknown) => thrown);
      expect(isMillraceError(error, "ML_PARAMETER_INVALID")).toBe(true);
      expect(error).toMatchObject({ message: expect.stringContaining("trees"), fix: expect.stringMatching(/./) });
      expect((await run.submit(forest({ trees: 3 }))).bytes.length).toBeGreaterThan(0);
    } finally {
      await run.close();
    }
  });

  it("rejects what waits and what runs when it is closed, and all that comes after", async () => {
    const run = threadExecutor(1).open(smallTrainingSet());
    const pending = [run.submit(forest({ trees: 300 })), run.submit(forest({ trees: 300 }))];
    const settled = Promise.allSettled(pending);
    await run.close();
    await run.close();
    for (const one of await settled) expect(one).toMatchObject({ reason: { code: "TRAINING_CANCELLED" } });
    await expect(run.submit(forest({ trees: 1 }))).rejects.toMatchObject({ code: "TRAINING_CANCELLED" });
  });

  it("goes on from the last checkpoint with a fit whose worker died, and passes on what is told on the way", async () => {
    const run = threadExecutor(1, { entry: checkpointing }).open(smallTrainingSet());
    const heard: unknown[] = [];
    try {
      const watcher = {
        onProgress: (share: number, note: string) => heard.push([share, note]),
        onCheckpoint: (state: Uint8Array) => heard.push([...state]),
      };
      expect([...(await run.submit(forest({}), watcher)).bytes]).toEqual([4, 2]);
      expect(heard).toEqual([
        [0.5, "halfway"],
        [4, 2],
      ]);
    } finally {
      await run.close();
    }
  });

  it("gives a task up after its worker died twice, and names the task and the reason", async () => {
    const run = threadExecutor(1, { entry: dying }).open(smallTrainingSet());
    try {
      await expect(run.submit(fold("baseline", 1))).rejects.toMatchObject({
        code: "TRAINING_WORKER_DIED",
        message: "A worker died twice on fold 2 of baseline: the worker ended with code 7.",
      });
      // The next task gets a worker of its own, not the blame.
      await expect(run.submit(forest({}))).rejects.toMatchObject({
        message: expect.stringContaining("the fit of randomForest"),
      });
    } finally {
      await run.close();
    }
  });
});
