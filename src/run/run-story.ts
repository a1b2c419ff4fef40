import { isMillraceError } from "../errors/index.ts";
import type { FittedPipeline } from "../ml/index.ts";
import { declarationCodec } from "../registry/index.ts";
import { type AlertRow, type Codec, findRun, type RunRow, type StepRow, type Store, stepsOf } from "../store/index.ts";
import type { PortableSpec } from "../workflow/index.ts";
import { findStepType } from "./graph/find-step-type.ts";
import { outputName } from "./graph/plan-graph.ts";
import type { OutputPort, Outputs } from "./graph/port.ts";
import { type RunResult, runResultCodec } from "./run-result.ts";
import { checkStep } from "./steps/check.ts";
import { evaluateStep } from "./steps/evaluate.ts";
import { fitStep } from "./steps/fit.ts";
import { gateStep } from "./steps/gate.ts";
import { profileStep } from "./steps/profile.ts";
import { registerStep } from "./steps/register.ts";
import { snapshotStep } from "./steps/snapshot.ts";
import { splitStep } from "./steps/split.ts";
import { trainStep } from "./steps/train.ts";

/** Outputs of steps that a story tells, by the names that it has for them: summaries, reports and diagrams read these. */
const told = {
  manifest: snapshotStep.outputs.manifest,
  checks: checkStep.outputs.report,
  profile: profileStep.outputs.profile,
  split: splitStep.outputs.rows,
  leaderboard: trainStep.outputs.leaderboard,
  recipe: fitStep.outputs.recipe,
  evaluation: evaluateStep.outputs.report,
  gates: gateStep.outputs.decisions,
  registration: registerStep.outputs.registration,
} as const;

type Told = {
  readonly [K in keyof typeof told]: (typeof told)[K] extends OutputPort<infer T> ? T | null : never;
};

/** All that is kept of a run, in the order in which it happened: what summaries, reports and diagrams are drawn from. */
export interface RunStory extends Told {
  readonly row: RunRow;
  readonly declaration: PortableSpec;
  readonly steps: readonly StepRow[];
  readonly result: RunResult | null;
  /** Probability from which a binary model says the positive class; null elsewhere. */
  readonly threshold: number | null;
  /** Bytes of the fitted model. */
  readonly modelBytes: number | null;
  readonly alerts: readonly AlertRow[];
}

/**
 * What steps made and is gone (collected, damaged, of another build) is null; without its declaration a run has no story.
 * @param run an id, the start of one, or "latest"
 * @throws STORE_RUN_UNKNOWN, STORE_RUN_AMBIGUOUS, STORE_ARTIFACT_MISSING, STORE_ARTIFACT_CORRUPT
 */
export async function describeRun(store: Store, run: string): Promise<RunStory> {
  const row = await findRun(store, run);
  const steps = await stepsOf(store, row.id);
  return {
    row,
    declaration: await declarationCodec.read(store.artifacts, row.declaration),
    steps,
    result: await readArtifact(store, row.result, runResultCodec),
    ...(await toldOutputs(store, steps)),
    ...(await modelFigures(store, steps)),
    alerts: await store.records.selectFrom("alerts").selectAll().where("run", "=", row.id).orderBy("seq").execute(),
  };
}

async function toldOutputs(store: Store, steps: readonly StepRow[]): Promise<Told> {
  const read = Object.entries(told).map(async ([name, port]) => ({
    [name]: await readOutput<unknown>(store, steps, port),
  }));
  return Object.assign({}, ...(await Promise.all(read)));
}

async function readOutput<T>(store: Store, steps: readonly StepRow[], port: OutputPort<T>): Promise<T | null> {
  return readArtifact(store, digestIn(steps, port), port.codec);
}

async function readArtifact<T>(
  { artifacts }: Store,
  digest: string | null | undefined,
  codec: Codec<T>,
): Promise<T | null> {
  if (digest == null || !(await artifacts.intact(digest))) return null;
  try {
    return await codec.read(artifacts, digest);
  } catch (error) {
    if (isMillraceError(error, "STORE_ARTIFACT_UNREADABLE")) return null;
    throw error;
  }
}

async function modelFigures(
  store: Store,
  steps: readonly StepRow[],
): Promise<Pick<RunStory, "threshold" | "modelBytes">> {
  const { model } = fitStep.outputs;
  const pipeline: FittedPipeline | null = await readOutput(store, steps, model);
  if (pipeline === null) return { threshold: null, modelBytes: null };
  const { length } = await store.artifacts.read(digestIn(steps, model)!);
  return { threshold: pipeline.threshold, modelBytes: length };
}

/** The digest of an output, by the records of a run's steps. */
function digestIn(steps: readonly StepRow[], port: OutputPort): string | undefined {
  for (const { step, outputs } of steps) {
    const type = findStepType(step);
    const name = type === undefined ? undefined : outputName(type, port);
    if (name !== undefined && outputs !== null) return (JSON.parse(outputs) as Outputs)[name];
  }
  return undefined;
}
