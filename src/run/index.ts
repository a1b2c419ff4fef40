export { digestOf } from "./cache-key.ts";
export type { RunObserver } from "./context.ts";
export { lintDeclaration } from "./lint-declaration.ts";
export { type Reproduction, reproduce } from "./reproduce.ts";
export type * from "./run-result.ts";
export { describeRun, type RunStory } from "./run-story.ts";
export { type FinishedRun, type RunOptions, runWorkflow } from "./run-workflow.ts";
export { steps } from "./steps/index.ts";
export { explainSteps, type StepExplanation } from "./why.ts";
