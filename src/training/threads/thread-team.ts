import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { fail } from "../../errors/index.ts";
import { type MemberHandle, MOST_SEATS, TeamBoard, TeamCaller, type ThreadTeam } from "../../ml/kernels/index.ts";
import { workerEntry } from "../../platform/index.ts";

/** How the threads of a team are started. */
export interface TeamOptions {
  /** The script that a thread runs; default: the one that serves a team. */
  readonly entry?: URL;
  /** Milliseconds without a finished part after which the other threads are given up; default: an hour. */
  readonly stallMs?: number;
}

/** What a thread of a team is started with. */
export interface MemberStart {
  readonly board: SharedArrayBuffer;
  readonly seat: number;
}

/**
 * Threads that share the work of a fit: `estimator.fit(X, y, { seed, team })`. They start at once, stay between fits and
 * don't keep a process alive. One team serves one fit at a time, of the thread that made it.
 * @param size threads that work, the caller's among them: 1..257; default: as many as the machine has
 * @throws ML_TEAM_SIZE_INVALID
 * @example
 * const team = threadTeam(4);
 * const model = gradientBoosting().fit(X, y, { seed: 1, team });
 * team.close();
 */
export function threadTeam(size: number = availableParallelism(), options: TeamOptions = {}): ThreadTeam {
  if (!Number.isInteger(size) || size < 1 || size > MOST_SEATS + 1) {
    throw fail("ML_TEAM_SIZE_INVALID", { got: String(size), most: MOST_SEATS + 1 });
  }
  const board = new TeamBoard();
  const members = Array.from({ length: size - 1 }, (_, seat) =>
    start(board, seat, options.entry ?? workerEntry(import.meta.url, "team-worker")),
  );
  return new TeamCaller(board, members, options.stallMs ?? 3_600_000);
}

function start(board: TeamBoard, seat: number, entry: URL): MemberHandle {
  // Without the process's own preloads: a loader of TypeScript, say, takes 15 MB a thread and is of no use to it.
  const worker = new Worker(entry, { workerData: { board: board.memory, seat } satisfies MemberStart, execArgv: [] });
  worker.unref();
  // Without a listener an error would end the process; a team works on with the threads that are left.
  worker.on("error", () => board.leave(seat));
  worker.on("exit", () => board.leave(seat));
  return {
    send: (message) => worker.postMessage(message),
    end: () => void worker.terminate(),
  };
}
