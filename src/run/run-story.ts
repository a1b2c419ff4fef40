import type { CheckReport, Profile, SnapshotManifest } from "../data/index.ts";
import type { EvaluationReport } from "../evaluation/index.ts";
import { decodeModel } from "../ml/index.ts";
import { type AlertRow, findRun, type RunRow, type StepRow, type Store, stepsOf } from "../store/index.ts";
import { type PortableSpec, storedSpec } from "../workflow/index.ts";
import type { RunResult } from "./run-result.ts";
import type { Outputs } from "./step.ts";
import type { GateRecord } from "./steps/gate.ts";
import type { Registration } from "./steps/register.ts";
import type { Leaderboard } from "./steps/train.ts";
import type { StoredSplit } from "./stored-split.ts";

/** All that is kept of a run, in the order in which it happened: what summaries, reports and diagrams are drawn from. */
export interface RunStory {
  readonly row: RunRow;
  readonly declaration: PortableSpec;
  readonly steps: readonly StepRow[];
  readonly result: RunResult | null;
  readonly manifest: SnapshotManifest | null;
  readonly checks: CheckReport | null;
  readonly profile: Profile | null;
  readonly split: StoredSplit | null;
  readonly leaderboard: Leaderboard | null;
  /** How columns became features, as lines for people. */
  readonly recipe: readonly string[] | null;
  /** Probability from which a binary model says the positive class; null elsewhere. */
  readonly threshold: number | null;
  /** Bytes of the fitted model. */
  readonly modelBytes: number | null;
  readonly evaluation: EvaluationReport | null;
  readonly gates: GateRecord | null;
  readonly registration: Registration | null;
  readonly alerts: readonly AlertRow[];
}

/**
 * What steps made and is gone (collected, damaged) is null; without its declaration a run has no story.
 * @param run an id, the start of one, or "latest"
 * @throws STORE_RUN_UNKNOWN, STORE_RUN_AMBIGUOUS, STORE_ARTIFACT_MISSING, STORE_ARTIFACT_CORRUPT
 */
export async function describeRun(store: Store, run: string): Promise<RunStory> {
  const row = await findRun(store, run);
  const steps = await stepsOf(store, row.id);
  const read = async <T>(digest: string | null | undefined): Promise<T | null> =>
    digest == null || !(await store.artifacts.intact(digest))
      ? null
      : (JSON.parse(new TextDecoder().decode(await store.artifacts.read(digest))) as T);
  const digest = (step: string, name: string): string | undefined => {
    const outputs = steps.find((candidate) => candidate.step === step)?.outputs;
    return outputs == null ? undefined : (JSON.parse(outputs) as Outputs)[name];
  };
  const output = <T>(step: string, name: string): Promise<T | null> => read<T>(digest(step, name));
  return {
    row,
    declaration: storedSpec(await store.artifacts.read(row.declaration)),
    steps,
    result: await read<RunResult>(row.result),
    manifest: await output("snapshot", "manifest"),
    checks: await output("check", "report"),
    profile: await output("profile", "profile"),
    split: await output("split", "rows"),
    leaderboard: await output("train", "leaderboard"),
    recipe: await output("fit", "recipe"),
    ...(await modelFigures(store, digest("fit", "model"))),
    evaluation: await output("evaluate", "report"),
    gates: await output("gate", "decisions"),
    registration: await output("register", "registration"),
    alerts: await store.records.selectFrom("alerts").selectAll().where("run", "=", row.id).orderBy("seq").execute(),
  };
}

async function modelFigures(
  { artifacts }: Store,
  model: string | undefined,
): Promise<Pick<RunStory, "threshold" | "modelBytes">> {
  if (model === undefined || !(await artifacts.intact(model))) return { threshold: null, modelBytes: null };
  const bytes = await artifacts.read(model);
  return { threshold: decodeModel(bytes).threshold, modelBytes: bytes.length };
}
