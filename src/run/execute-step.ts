import { type Claim, latestStepResult, type StepReason, stepResult, waitForClaim } from "../store/index.ts";
import { compareKeys, digestOf, type KeyDocument, keyCodec } from "./cache-key.ts";
import type { RunContext, RunEvent } from "./context.ts";
import { describeError } from "./describe-error.ts";
import type { MadeOutputs, StepInstance } from "./graph/plan-graph.ts";
import type { Outputs } from "./graph/port.ts";
import { stepTask, storedOutputs } from "./graph/step-task.ts";
import type { StepTask, StepWork } from "./graph/step-type.ts";

/** What became of a step. */
export interface StepOutcome {
  readonly instance: string;
  readonly outputs: Outputs;
  readonly cached: boolean;
  readonly durationMs: number;
}

/**
 * Runs a step or takes over what an earlier execution with the same key made. Of several processes that want the same key
 * at once, one works and the others wait for its outputs.
 */
export async function executeStep(
  context: RunContext,
  instance: StepInstance,
  made: MadeOutputs,
): Promise<StepOutcome> {
  const startMs = context.store.platform.machine.elapsedMs();
  const task = stepTask(context, instance, made);
  const parameters = await instance.type.parameters(task);
  const document: KeyDocument = { step: instance.type.name, build: context.build, inputs: task.digests, parameters };
  const execution: Execution = { context, instance, task, document, key: digestOf(document), startMs };
  const measured = instance.type.measured?.(context) ?? null;
  if (measured !== null) return await work(execution, { kind: "never-cached", text: measured });
  const claim = await claimStep(execution);
  try {
    const hit = await findHit(execution);
    if (hit.outputs !== null) return await finish(execution, { outputs: hit.outputs, events: [] }, hit.why, claim);
    return await work(execution, hit.why ?? (await reasonToRun(execution)), claim);
  } finally {
    await claim.release();
  }
}

/** What an instance works with in this run. */
/** One execution of one step. */
interface Execution {
  readonly context: RunContext;
  readonly instance: StepInstance;
  readonly task: StepTask;
  readonly document: KeyDocument;
  readonly key: string;
  readonly startMs: number;
}

/**
 * Waits as long as another process is at work on the same step, however long that takes: its claim ends with the process,
 * or with its time if it can no longer be renewed. Ctrl-C ends the wait.
 */
function claimStep({ context, task, key }: Execution): Promise<Claim> {
  return waitForClaim(context.store, `step:${key}`, {
    timeoutMs: Number.POSITIVE_INFINITY,
    signal: context.signal,
    onWait: (holder) => task.progress(0, `waits for ${holder}, which does the same step`),
  });
}

type Hit = { outputs: Outputs; why: StepReason } | { outputs: null; why: StepReason | null };

/** An earlier result counts only if all that it made is still there and intact. */
async function findHit({ context, instance, key }: Execution): Promise<Hit> {
  const found = await stepResult(context.store, key);
  if (found === undefined) return { outputs: null, why: null };
  const { outputs } = found;
  const missing: string[] = [];
  for (const [name, digest] of Object.entries(outputs)) {
    if (!(await context.store.artifacts.intact(digest))) missing.push(`${name} (${digest.slice(0, 19)}…)`);
  }
  if (missing.length > 0) {
    const text = `nothing it depends on changed, but what it made is gone or damaged: ${missing.join(", ")}`;
    return { outputs: null, why: { kind: "outputs-gone", text, missing } };
  }
  const stale = await instance.type.stale?.(context, outputs);
  if (stale != null) return { outputs: null, why: { kind: "outputs-gone", text: stale, missing: [] } };
  const text = `the same inputs, parameters and build as in run ${found.run}; all it made is there and intact`;
  return { outputs, why: { kind: "unchanged", text, from: { run: found.run, seq: found.seq } } };
}

async function reasonToRun({ context, instance, document }: Execution): Promise<StepReason> {
  const last = await latestStepResult(context.store, context.workflow.name, instance.id);
  const keyDigest = last?.outputs["key"];
  if (last === undefined || keyDigest === undefined || !(await context.store.artifacts.intact(keyDigest))) {
    return { kind: "first", text: "it has not been done before in this home" };
  }
  const before = await keyCodec.read(context.store.artifacts, keyDigest);
  const changes = compareKeys(before, document);
  const text = `since run ${last.run}: ${changes.map((change) => `${change.what} changed`).join(", ")}`;
  return { kind: "changed", text, changes };
}

async function work(execution: Execution, why: StepReason, claim?: Claim): Promise<StepOutcome> {
  const { context, instance, task, document, key } = execution;
  await context.emit({ type: "step.started", body: { ...named(instance), key, why } });
  let made: Omit<StepWork, "outputs"> & { outputs: Outputs };
  try {
    const { outputs, ...rest } = await orStop(instance.type.run(task, document.parameters), context);
    context.signal.throwIfAborted();
    const keyDigest = await keyCodec.write(context.store.artifacts, document);
    made = { ...rest, outputs: { ...storedOutputs(outputs), key: keyDigest } };
  } catch (error) {
    // Stopped from outside: the step didn't fail, and the next run does it.
    if (!context.signal.aborted) await recordFailure(execution, error, []);
    throw error;
  }
  if (made.refusal !== undefined) {
    await recordFailure(execution, made.refusal, made.events);
    throw made.refusal;
  }
  return finish(execution, made, why, claim);
}

/** How an event names a step. */
function named({ id, type }: StepInstance): { instance: string; step: string } {
  return { instance: id, step: type.name };
}

/** How long a step may take to end by itself once the run is stopped. */
const graceMs = 1000;

/**
 * Ctrl-C doesn't wait for work that can't be interrupted, such as a long read. What such work still does harms nobody: its
 * artifacts stand under their digests, and its writes are refused once the run's claim is released.
 */
async function orStop<T>(work: Promise<T>, { signal, store }: RunContext): Promise<T> {
  const ended = new AbortController();
  let stop = (): void => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = () => {
      // Where the work ends in time, the wait is aborted and nobody cares for its end.
      store.platform.machine.after(graceMs, ended.signal).then(
        () => reject(signal.reason),
        () => {},
      );
    };
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop);
  });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    signal.removeEventListener("abort", stop);
    ended.abort();
  }
}

/** Tells the end of a step together with all that it found, in one transaction. */
async function finish(
  execution: Execution,
  { outputs, events }: { readonly outputs: Outputs; readonly events: readonly RunEvent[] },
  why: StepReason,
  claim: Claim | undefined,
): Promise<StepOutcome> {
  const { context, instance, key } = execution;
  const cached = why.kind === "unchanged";
  const durationMs = elapsedMs(execution);
  claim?.signal.throwIfAborted();
  await context.emit(...events, {
    type: "step.finished",
    body: { ...named(instance), key, cached, outputs, durationMs, why },
  });
  await instance.type.settled?.(context, outputs);
  return { instance: instance.id, outputs, cached, durationMs };
}

async function recordFailure(execution: Execution, error: unknown, events: readonly RunEvent[]): Promise<void> {
  const { context, instance, key } = execution;
  await context.emit(...events, {
    type: "step.failed",
    body: { ...named(instance), key, error: describeError(error), durationMs: elapsedMs(execution) },
  });
}

function elapsedMs({ context, startMs }: Execution): number {
  return Math.round(context.store.platform.machine.elapsedMs() - startMs);
}
