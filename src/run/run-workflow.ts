import { dirname } from "node:path";
import { canonicalJson } from "../ml/index.ts";
import {
  type Actor,
  type Claim,
  type NewEvent,
  newRunId,
  type Store,
  type TriggerKind,
  taskJournal,
} from "../store/index.ts";
import { type Executor, threadExecutor } from "../training/index.ts";
import { buildVersion, type LoadedWorkflow, portableSpec } from "../workflow/index.ts";
import { assembleResult } from "./assemble-result.ts";
import type { RunContext, RunEvent, RunObserver } from "./context.ts";
import { describeError } from "./describe-error.ts";
import { executeStep, type StepOutcome } from "./execute-step.ts";
import { type MadeOutputs, planGraph, type StepInstance } from "./graph/plan-graph.ts";
import { lintDeclaration, requireLintFree } from "./lint-declaration.ts";
import { claimInterrupted, type RunIdentity } from "./resume.ts";
import { RunCauses } from "./run-causes.ts";
import { RunData } from "./run-data.ts";
import { type RunResult, runResultCodec } from "./run-result.ts";
import { sourceState } from "./source-state.ts";

/** What to run, where, and who watches. */
export interface RunOptions {
  readonly store: Store;
  readonly loaded: LoadedWorkflow;
  /** Tasks at a time, at least 1; never changes the result. */
  readonly threads: number;
  readonly note?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  /** What set it off; default: a person, by hand. */
  readonly trigger?: Trigger | undefined;
  /** Who did it, for the log. */
  readonly actor: Actor;
  readonly observer?: RunObserver;
  readonly signal?: AbortSignal;
  readonly executor?: Executor;
}

/** What set a run off, and the event that led to it. */
export interface Trigger {
  readonly kind: TriggerKind;
  /** Sequence number in the log; null where a person did. */
  readonly cause: number | null;
}

/** A run that ended, with what its steps made. */
export interface FinishedRun {
  readonly result: RunResult;
  /** Digests of what each step made, by the step's id. */
  readonly outputs: MadeOutputs;
  /** What stopped it, where its status isn't "succeeded". */
  readonly error: unknown;
}

/**
 * Runs a workflow from its data to a registered model, or goes on with an interrupted run of the same declaration.
 * The declaration is linted before anything is done, and again when the columns are known. A failed step ends the run and
 * is returned as `error`; what was finished stays and is reused by the next run.
 * @throws WORKFLOW_LINT_FAILED; errors of the store
 */
export async function runWorkflow(options: RunOptions): Promise<FinishedRun> {
  const { store, loaded } = options;
  const { machine } = store.platform;
  requireLintFree(loaded);
  for (const { bytes } of loaded.candidateFiles.values()) await store.artifacts.put(bytes);
  // The declaration is kept whole, so that a model can be reproduced after its workflow file has changed or is gone.
  const declaration = await store.artifacts.put(canonicalJson(portableSpec(loaded.workflow)));
  const identity: RunIdentity = {
    workflow: loaded.workflow.name,
    declaration,
    code: loaded.codeDigest,
    millrace: buildVersion(),
  };
  const interrupted = await claimInterrupted(store, identity, options.actor);
  const run = interrupted?.run ?? newRunId(store.platform);
  const claim = interrupted?.claim ?? (await claimRun(store, run));
  const graph = planGraph(loaded.workflow);
  const context = openContext(options, identity, { run, claim, started: interrupted?.started ?? null });
  const startMs = machine.elapsedMs();
  try {
    const done: StepOutcome[] = [];
    let error: unknown;
    try {
      await context.emit(interrupted === null ? await startEvent(options, identity) : resumeEvent);
      for (const instance of graph) done.push(await takeStep(context, instance, done));
    } catch (thrown) {
      error = thrown;
    }
    const status = error === undefined ? "succeeded" : options.signal?.aborted ? "cancelled" : "failed";
    return await closeRun(context, {
      graph,
      status,
      done,
      error,
      durationMs: Math.round(machine.elapsedMs() - startMs),
    });
  } finally {
    await claim.release();
  }
}

/** The run that a process has claimed. */
interface ClaimedRun {
  readonly run: string;
  readonly claim: Claim;
  /** Sequence number of the `run.started` of a run that goes on; null for a new one. */
  readonly started: number | null;
}

function openContext(options: RunOptions, identity: RunIdentity, { run, claim, started }: ClaimedRun): RunContext {
  const { store, loaded, threads, actor, observer = {} } = options;
  const subject = { kind: "workflow", name: loaded.workflow.name } as const;
  const causes = new RunCauses(started);
  return {
    run,
    store,
    journal: taskJournal(store.home, store.platform),
    executor: options.executor ?? threadExecutor(threads),
    workflow: loaded.workflow,
    baseFolder: dirname(loaded.file),
    threads,
    build: identity.millrace,
    actor,
    signal: AbortSignal.any([claim.signal, ...(options.signal === undefined ? [] : [options.signal])]),
    claim,
    observer,
    data: new RunData(store.artifacts),
    lint: (columns) => lintDeclaration(loaded, columns),
    async emit(...events) {
      const addressed = events.map((event): NewEvent => ({ cause: causes.current, ...event, subject, run, actor }));
      for (const event of await store.commit(addressed, claim)) {
        causes.follow(event);
        observer.onEvent?.(event);
      }
    },
    cause: () => causes.current,
  };
}

async function takeStep(
  context: RunContext,
  instance: StepInstance,
  done: readonly StepOutcome[],
): Promise<StepOutcome> {
  context.signal.throwIfAborted();
  context.observer.onProgress?.(instance.id, 0, instance.type.title);
  return executeStep(context, instance, outputsOf(done));
}

function outputsOf(done: readonly StepOutcome[]): MadeOutputs {
  return new Map(done.map(({ instance, outputs }) => [instance, outputs]));
}

interface Ending {
  readonly graph: readonly StepInstance[];
  readonly status: RunResult["status"];
  readonly done: readonly StepOutcome[];
  readonly error: unknown;
  readonly durationMs: number;
}

async function closeRun(context: RunContext, { graph, status, done, error, durationMs }: Ending): Promise<FinishedRun> {
  const outputs = outputsOf(done);
  const endedIn = error === undefined ? null : (graph[done.length]?.id ?? null);
  const result = await assembleResult({ context, graph, status, outputs, done, endedIn, durationMs });
  // A lost claim means that someone else goes on with this run: then it isn't ours to close.
  if (!context.claim.signal.aborted) {
    await context.emit({
      type: "run.finished",
      body: {
        status,
        verdict: result.verdict,
        error: error === undefined ? null : describeError(error),
        result: await runResultCodec.write(context.store.artifacts, result),
        durationMs,
      },
    });
  }
  return { result, outputs, error };
}

const resumeEvent: RunEvent = {
  type: "run.resumed",
  body: { reason: "its process was gone before it ended" },
};

async function startEvent(options: RunOptions, identity: RunIdentity): Promise<RunEvent> {
  const { trigger = { kind: "manual", cause: null } } = options;
  const git = await sourceState(options.loaded.file);
  return {
    type: "run.started",
    cause: trigger.cause,
    body: {
      workflow: options.loaded.workflow.name,
      declaration: identity.declaration,
      code: identity.code,
      trigger: trigger.kind,
      seed: options.loaded.workflow.seed,
      threads: options.threads,
      git,
      node: process.versions.node,
      millrace: identity.millrace,
      note: options.note ?? null,
      tags: options.tags ?? [],
      workflowFile: options.loaded.file,
    },
  };
}

async function claimRun(store: Store, run: string): Promise<Claim> {
  const answer = await store.claim(`run:${run}`);
  if (!answer.claimed) throw new Error(`the new run ${run} is already claimed by ${answer.holder}`);
  return answer.claim;
}
