import { parentPort, workerData } from "node:worker_threads";
import { systemClock } from "../../clock.ts";
import { isMillraceError } from "../../errors/index.ts";
import { TaskBench } from "../task-bench.ts";
import { fromPortable, type PortableTrainingSet } from "../training-set.ts";
import type { ThreadReply, ThreadRequest } from "./messages.ts";

/** A worker thread: one training set, one task at a time. */
const bench = new TaskBench(fromPortable(workerData as PortableTrainingSet), systemClock);
const port = parentPort!;

port.on("message", ({ id, task }: ThreadRequest) => {
  port.postMessage(answer(id, () => bench.run(task)));
});

function answer(id: number, work: () => (ThreadReply & { ok: true })["result"]): ThreadReply {
  try {
    return { id, ok: true, result: work() };
  } catch (error) {
    const known = isMillraceError(error) ? { code: error.code, detail: error.detail } : null;
    return { id, ok: false, message: error instanceof Error ? (error.stack ?? error.message) : String(error), known };
  }
}
