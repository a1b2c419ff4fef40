import { parentPort, workerData } from "node:worker_threads";
import { isMillraceError } from "../../errors/index.ts";
import { systemPlatform } from "../../platform/index.ts";
import type { FitResult, FoldResult } from "../executor.ts";
import { TaskBench } from "../task-bench.ts";
import { fromPortable, type PortableTrainingSet } from "../training-set.ts";
import type { ThreadEnd, ThreadReply, ThreadRequest } from "./messages.ts";
import { threadTeam } from "./thread-team.ts";

/** A worker thread: one training set, one task at a time. */
const bench = new TaskBench(fromPortable(workerData as PortableTrainingSet), systemPlatform.machine, threadTeam);
const port = parentPort!;

port.on("message", ({ id, task }: ThreadRequest) => {
  const tell = (reply: ThreadReply): void => port.postMessage(reply);
  const watcher = {
    onProgress: (share: number, note: string) => tell({ id, kind: "progress", share, note }),
    onCheckpoint: (state: Uint8Array) => tell({ id, kind: "checkpoint", state }),
  };
  tell(endOf(id, () => bench.run(task, watcher)));
});

function endOf(id: number, work: () => FitResult | FoldResult): ThreadEnd {
  try {
    return { id, kind: "done", result: work() };
  } catch (error) {
    const known = isMillraceError(error) ? { code: error.code, detail: error.detail } : null;
    return {
      id,
      kind: "failed",
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      known,
    };
  }
}
