import { type StepWorker, steps } from "../../run/index.ts";

/** Who does a step, by its own definition; a step of a build that had others is the pipeline's own. */
export function workerOf(step: string): StepWorker {
  const known = steps.find(({ name }) => name === step);
  return known?.worker ?? { participant: "pipeline", isJob: false, ask: step, opens: false };
}
