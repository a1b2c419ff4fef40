import type { SnapshotManifest } from "../data/index.ts";
import type { FieldReading } from "../ml/index.ts";
import { type ExecutorRun, makeFolds, type TrainingSet } from "../training/index.ts";
import { fileDigestOf } from "../workflow/index.ts";
import type { RunContext } from "./context.ts";
import { meetProblem, type Problem } from "./problem.ts";
import type { Outputs } from "./step.ts";
import { type Part, partsOf, type StoredSplit } from "./stored-split.ts";

/** A training set with workers on it. Close `executor` when done. */
export interface OpenTraining {
  readonly set: TrainingSet;
  readonly executor: ExecutorRun;
}

/** The rows of a snapshot as a split divides them. @param inputs `snapshot.table` and `split.rows` */
export async function readParts(
  { data, workflow }: RunContext,
  inputs: Outputs,
): Promise<{ problem: Problem; split: StoredSplit; training: Part; test: Part }> {
  const frame = await data.frame(inputs["snapshot.table"]!);
  const split = await data.json<StoredSplit>(inputs["split.rows"]!);
  const problem = meetProblem(workflow, frame);
  return { problem, split, ...partsOf(split, frame, problem) };
}

/**
 * The training rows with their folds, and the executor on them.
 * @param inputs `snapshot.table`, `snapshot.manifest` and `split.rows`
 */
export async function openTraining(context: RunContext, inputs: Outputs): Promise<OpenTraining> {
  const { workflow } = context;
  const { problem, training } = await readParts(context, inputs);
  const { frame, y } = training;
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
    readings: readingsOf(await context.data.json<SnapshotManifest>(inputs["snapshot.manifest"]!)),
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
