import { fail } from "../errors/index.ts";
import { lineage } from "../registry/index.ts";
import { findRun, resolveModel, type Store, stepsOf, type VersionRow } from "../store/index.ts";
import { type Executor, threadExecutor } from "../training/index.ts";
import { buildVersion, specOf, storedSpec } from "../workflow/index.ts";
import type { RunContext, RunObserver } from "./context.ts";
import { replayContext } from "./replay-context.ts";
import type { Outputs } from "./step.ts";
import { fitStep } from "./steps/fit.ts";
import { splitStep } from "./steps/split.ts";
import { type Leaderboard, replayTrials } from "./steps/train.ts";

/** What came of training a version again: both digests, and whether they are one. */
export interface Reproduction {
  readonly model: string;
  readonly version: number;
  readonly expected: string;
  readonly got: string;
  readonly same: boolean;
  /** Trials that were made again. */
  readonly trials: number;
  readonly durationMs: number;
}

/** Which version to train again, and with what. */
export interface ReproduceOptions {
  readonly store: Store;
  /** "name@version", "name@alias" or "name". */
  readonly reference: string;
  readonly threads: number;
  readonly signal: AbortSignal;
  readonly observer?: RunObserver;
  readonly executor?: Executor;
}

/**
 * Trains a version again from its snapshot, declaration, seed and recorded list of trials, with nothing taken from the
 * cache, and compares the digests. Nothing is registered.
 * @throws STORE_MODEL_UNKNOWN, STORE_VERSION_UNKNOWN, STORE_ARTIFACT_MISSING where the snapshot was dropped,
 *   RUN_NOT_TRAINED where it was imported, RUN_OTHER_BUILD where another build made it and the digests differ
 */
export async function reproduce(options: ReproduceOptions): Promise<Reproduction> {
  const { store } = options;
  const { machine } = store.platform;
  const start = machine.elapsedMs();
  const version = await resolveModel(store, options.reference);
  if (version.run === null) throw await notTrained(store, version);
  const run = await findRun(store, version.run);
  const made = new Map(
    (await stepsOf(store, run.id)).map((row) => [row.step, JSON.parse(row.outputs ?? "{}") as Outputs]),
  );
  const context: RunContext = replayContext({
    store,
    run: run.id,
    spec: specOf(storedSpec(await store.artifacts.read(run.declaration))),
    workflowFile: run.workflow_file,
    threads: options.threads,
    executor: options.executor ?? threadExecutor(options.threads),
    signal: options.signal,
    observer: options.observer ?? {},
  });
  const { table, manifest } = made.get("snapshot")! as { table: string; manifest: string };
  const recorded = await readJson<Leaderboard>(store, made.get("train")!["leaderboard"]!);
  const split = await splitStep.run(context, { "snapshot.table": table });
  const inputs = { "snapshot.table": table, "snapshot.manifest": manifest, "split.rows": split.outputs["rows"]! };
  const leaderboard = await replayTrials(context, inputs, recorded);
  const fit = await fitStep.run(context, { ...inputs, "train.leaderboard": leaderboard });
  const got = fit.outputs["model"]!;
  const name = `${version.model}@${version.version}`;
  if (got !== version.digest && run.millrace !== buildVersion()) {
    throw fail("RUN_OTHER_BUILD", { model: name, made: run.millrace, now: buildVersion() });
  }
  return {
    model: version.model,
    version: version.version,
    expected: version.digest,
    got,
    same: got === version.digest,
    trials: recorded.trials.length,
    durationMs: Math.round(machine.elapsedMs() - start),
  };
}

async function notTrained(store: Store, { model, version }: VersionRow): Promise<Error> {
  const origin = await lineage(store, model, version);
  return fail("RUN_NOT_TRAINED", { model: `${model}@${version}`, file: origin.import?.file ?? "a file" });
}

async function readJson<T>(store: Store, digest: string): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await store.artifacts.read(digest))) as T;
}
