/** What a thread of a team runs on: it starts in the time that these two files take to load. */
export { MOST_PARTS, MOST_SEATS, TeamBoard } from "./board.ts";
export { functionNames, type MemberThread, type SharedKernelMessage, serveTeam } from "./member.ts";
