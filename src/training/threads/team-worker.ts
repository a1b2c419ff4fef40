import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { type SharedKernelMessage, serveTeam, TeamBoard } from "../../ml/kernels/team/index.ts";
import type { MemberStart } from "./thread-team.ts";

/** A thread of a team: it works until the team is closed, without ever coming back to its event loop. */
const { board: memory, seat } = workerData as MemberStart;
const board = new TeamBoard(memory);
const port = parentPort!;

process.on("exit", () => board.leave(seat));

serveTeam(board, seat, {
  takeKernel: () => receiveMessageOnPort(port)?.message as SharedKernelMessage | undefined,
  released: collectGarbage,
});

/** This thread makes no garbage of its own, so nothing else would ever give a finished fit's memory back. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}
