import type { SnapshotManifest } from "../data/index.ts";
import type { FieldReading } from "../ml/index.ts";
import { type ExecutorRun, makeFolds, type TrainingSet } from "../training/index.ts";
import { fileDigestOf } from "../workflow/index.ts";
import type { RunContext } from "./context.ts";
import { from, type InputsOf } from "./graph/port.ts";
import { resolveStep } from "./steps/resolve.ts";
import { snapshotStep } from "./steps/snapshot.ts";
import { splitStep } from "./steps/split.ts";
import { trainingPart } from "./stored-split.ts";

/** What every step reads that learns from the training rows. */
export const trainingInputs = {
  table: from(snapshotStep.outputs.table),
  manifest: from(snapshotStep.outputs.manifest),
  problem: from(resolveStep.outputs.problem),
  rows: from(splitStep.outputs.rows),
} as const;

/** A training set with workers on it. Close `executor` when done. */
export interface OpenTraining {
  readonly set: TrainingSet;
  readonly executor: ExecutorRun;
}

/** The training rows with their folds, and the executor on them. */
export async function openTraining(
  context: RunContext,
  inputs: InputsOf<typeof trainingInputs>,
): Promise<OpenTraining> {
  const { workflow } = context;
  const problem = await inputs.problem.read();
  const { frame, y } = trainingPart(await inputs.rows.read(), await inputs.table.read(), problem);
  const every = Int32Array.from({ length: frame.rowCount }, (_, i) => i);
  const { folds } = makeFolds(
    workflow.split,
    frame,
    y,
    every,
    workflow.search.folds,
    workflow.seed,
    workflow.data.options.time,
  );
  const set: TrainingSet = {
    frame,
    y,
    folds,
    task: problem.task,
    target: problem.target,
    positive: problem.positive,
    features: workflow.features,
    targetColumns: problem.targetColumns,
    keys: problem.keys,
    readings: readingsOf(await inputs.manifest.read()),
    files: await filesOf(context),
    metric: workflow.problem.metric,
    seed: workflow.seed,
  };
  return { set, executor: context.executor.open(set) };
}

/** Files of foreign models, in memory that workers share. @throws STORE_ARTIFACT_MISSING, STORE_ARTIFACT_CORRUPT */
async function filesOf({ workflow, store }: RunContext): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const digest of workflow.candidates.map(fileDigestOf)) {
    if (digest === undefined || files.has(digest)) continue;
    const bytes = await store.artifacts.read(digest);
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    files.set(digest, shared);
  }
  return files;
}

/** How every column was read, by name. */
function readingsOf({ columns }: SnapshotManifest): ReadonlyMap<string, FieldReading> {
  return new Map(
    columns.map(({ name, reading: { as, decimal, dates }, missingTexts }) => [
      name,
      { as, decimal, dates, missingTexts: [...new Set(missingTexts)] },
    ]),
  );
}
