import { partyId } from "./parties.ts";

/** Who does a step, and how the pipeline asks for it. */
export interface StepWorker {
  readonly worker: string;
  /** Handed over and not waited for. */
  readonly isJob: boolean;
  /** What is asked; null where the step's own events say it. */
  readonly ask: string | null;
  /** Another owner's part begins with it. */
  readonly opens: boolean;
}

const workers: Readonly<Record<string, StepWorker>> = {
  snapshot: { worker: partyId("data source"), isJob: false, ask: "read the data", opens: true },
  check: { worker: "validator", isJob: false, ask: "check the data", opens: false },
  profile: { worker: "pipeline", isJob: false, ask: "profile the data", opens: false },
  split: { worker: "pipeline", isJob: false, ask: null, opens: false },
  train: { worker: "trainer", isJob: true, ask: "make features, compare candidates", opens: true },
  fit: { worker: "trainer", isJob: true, ask: "fit the best candidate on all training rows", opens: false },
  evaluate: { worker: "validator", isJob: false, ask: "evaluate the model on test rows", opens: false },
  gate: { worker: "validator", isJob: false, ask: "ask the gates", opens: true },
  register: { worker: "registry", isJob: false, ask: null, opens: false },
};

/** @param step a step's name; one that this table doesn't know yet is the pipeline's own */
export function workerOf(step: string): StepWorker {
  return workers[step] ?? { worker: "pipeline", isJob: false, ask: step, opens: false };
}
