/** What a starter of threads needs; all else about kernels is internal to `ml/`. */

export { MOST_SEATS, type SharedKernelMessage, TeamBoard } from "./team/index.ts";
export { type MemberHandle, TeamCaller } from "./team-caller.ts";
export type { SharedKernel, ThreadTeam } from "./thread-team.ts";
