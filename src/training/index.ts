export { refuseUnfit } from "./candidate-fit.ts";
export type * from "./executor.ts";
export { type OutOfFold, outOfFold } from "./out-of-fold.ts";
export { type FinishedTrial, rankTrials, searchLoop } from "./search-loop.ts";
export * from "./splits/index.ts";
export { threadExecutor } from "./threads/thread-executor.ts";
export { threadTeam } from "./threads/thread-team.ts";
export type { TrainingSet } from "./training-set.ts";
