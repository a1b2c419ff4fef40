/** What a starter of threads needs; all else about kernels is internal to `ml/`. */
export { MOST_SEATS, TeamBoard } from "./team-board.ts";
export { type MemberHandle, TeamCaller } from "./team-caller.ts";
export { type MemberThread, type SharedKernelMessage, serveTeam } from "./team-member.ts";
export type { SharedKernel, ThreadTeam } from "./thread-team.ts";
