import { fail } from "../errors/index.ts";
import { declarationCodec, lineage } from "../registry/index.ts";
import { findRun, resolveModel, type Store, stepsOf, type VersionRow } from "../store/index.ts";
import { type Executor, threadExecutor } from "../training/index.ts";
import { buildVersion, specOf } from "../workflow/index.ts";
import type { RunObserver } from "./context.ts";
import { type MadeOutputs, madeBy, neededFor, planGraph } from "./graph/plan-graph.ts";
import type { Outputs } from "./graph/port.ts";
import { replayContext } from "./replay-context.ts";
import { replayGraph } from "./replay-graph.ts";
import { fitStep } from "./steps/fit.ts";
import { trainStep } from "./steps/train.ts";

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
  const context = replayContext({
    store,
    run: run.id,
    spec: specOf(await declarationCodec.read(store.artifacts, run.declaration)),
    workflowFile: run.workflow_file,
    threads: options.threads,
    executor: options.executor ?? threadExecutor(options.threads),
    signal: options.signal,
    observer: options.observer ?? {},
  });
  const recorded = await recordedOutputs(store, run.id);
  const { model } = fitStep.outputs;
  const graph = planGraph(context.workflow);
  const again = await replayGraph(context, neededFor(model, graph), recorded);
  const got = madeBy(model, graph, again)!;
  const { trials } = await context.data.read(
    trainStep.outputs.leaderboard.codec,
    madeBy(trainStep.outputs.leaderboard, graph, again)!,
  );
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
    trials: trials.length,
    durationMs: Math.round(machine.elapsedMs() - start),
  };
}

async function notTrained(store: Store, { model, version }: VersionRow): Promise<Error> {
  const origin = await lineage(store, model, version);
  return fail("RUN_NOT_TRAINED", { model: `${model}@${version}`, file: origin.import?.file ?? "a file" });
}

async function recordedOutputs(store: Store, run: string): Promise<MadeOutputs> {
  const rows = await stepsOf(store, run);
  return new Map(rows.map(({ instance, outputs }) => [instance, JSON.parse(outputs ?? "{}") as Outputs]));
}
