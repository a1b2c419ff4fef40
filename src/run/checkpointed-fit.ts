import type { ParameterValues } from "../ml/index.ts";
import type { FitResult } from "../training/index.ts";
import { digestOf } from "./cache-key.ts";
import type { StepTask } from "./graph/step-type.ts";
import type { OpenTraining } from "./open-training.ts";
import { trainingParameters } from "./training-parameters.ts";

/** A candidate with the setting that won. */
interface Chosen {
  readonly estimator: string;
  readonly params: ParameterValues;
}

/** Fits on all training rows, on all threads, and goes on from where an interrupted run of the same fit left off. */
export async function checkpointedFit(
  { context, digests, progress }: Pick<StepTask, "context" | "digests" | "progress">,
  { executor }: OpenTraining,
  { estimator, params }: Chosen,
): Promise<FitResult> {
  const { journal, workflow, build, threads } = context;
  const key = digestOf({ fit: estimator, params, build, inputs: digests, ...trainingParameters(workflow) });
  const checkpoint = await journal.readCheckpoint(key);
  if (checkpoint !== undefined) {
    const body = { estimator, sizeBytes: checkpoint.length };
    await context.emit({ type: "fit.resumed", body });
  }
  // One write at a time, in order; what can't be written costs no more than the way to it.
  let writing: Promise<unknown> = Promise.resolve();
  const fitted = await executor.submit(
    { kind: "fit", estimator, params, threads, checkpoint },
    {
      onProgress: progress,
      onCheckpoint: (state) => {
        writing = writing.then(() => journal.writeCheckpoint(key, state)).catch(() => {});
      },
    },
  );
  await writing;
  await journal.dropCheckpoint(key);
  return fitted;
}
