import { findStepType, type StepWorker } from "../../run/index.ts";

/** Who does a step, by its own definition; a step of a build that had others is the pipeline's own. */
export function workerOf(step: string): StepWorker {
  return findStepType(step)?.worker ?? { participant: "pipeline", isJob: false, ask: step, opens: false };
}
