import { canonicalJson } from "../ml/index.ts";
import { type Claim, latestStepResult, type StepReason, stepResult, waitForClaim } from "../store/index.ts";
import { compareKeys, digestOf, type KeyDocument } from "./cache-key.ts";
import type { RunContext, RunEvent } from "./context.ts";
import { describeError } from "./describe-error.ts";
import type { Outputs, Step, StepWork } from "./step.ts";

/** What became of a step. */
export interface StepOutcome {
  readonly step: string;
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
  step: Step,
  earlier: ReadonlyMap<string, Outputs>,
): Promise<StepOutcome> {
  const startMs = context.store.platform.machine.elapsedMs();
  const inputs = Object.fromEntries(step.inputs.flatMap((input) => readInput(earlier, input)));
  const parameters = await step.parameters(context, inputs);
  const document: KeyDocument = { step: step.name, build: context.build, inputs, parameters };
  const execution: Execution = { context, step, document, key: digestOf(document), startMs };
  const measured = step.measured(context);
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

/** One execution of one step. */
interface Execution {
  readonly context: RunContext;
  readonly step: Step;
  readonly document: KeyDocument;
  readonly key: string;
  readonly startMs: number;
}

function readInput(earlier: ReadonlyMap<string, Outputs>, input: string): [name: string, digest: string][] {
  const optional = input.endsWith("?");
  const name = optional ? input.slice(0, -1) : input;
  const [step, output] = name.split(".") as [string, string];
  const digest = earlier.get(step)?.[output];
  if (digest !== undefined) return [[name, digest]];
  if (optional) return [];
  throw new Error(`step input "${name}" is made by no earlier step`);
}

/**
 * Waits as long as another process is at work on the same step, however long that takes: its claim ends with the process,
 * or with its time if it can no longer be renewed. Ctrl-C ends the wait.
 */
function claimStep({ context, step, key }: Execution): Promise<Claim> {
  return waitForClaim(context.store, `step:${key}`, {
    timeoutMs: Number.POSITIVE_INFINITY,
    signal: context.signal,
    onWait: (holder) => context.observer.onProgress?.(step.name, 0, `waits for ${holder}, which does the same step`),
  });
}

type Hit = { outputs: Outputs; why: StepReason } | { outputs: null; why: StepReason | null };

/** An earlier result counts only if all that it made is still there and intact. */
async function findHit({ context, step, key }: Execution): Promise<Hit> {
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
  const stale = await step.stale?.(context, outputs);
  if (stale != null) return { outputs: null, why: { kind: "outputs-gone", text: stale, missing: [] } };
  const text = `the same inputs, parameters and build as in run ${found.run}; all it made is there and intact`;
  return { outputs, why: { kind: "unchanged", text, from: { run: found.run, seq: found.seq } } };
}

async function reasonToRun({ context, step, document }: Execution): Promise<StepReason> {
  const last = await latestStepResult(context.store, context.workflow.name, step.name);
  const keyDigest = last?.outputs["key"];
  if (last === undefined || keyDigest === undefined || !(await context.store.artifacts.intact(keyDigest))) {
    return { kind: "first", text: "it has not been done before in this home" };
  }
  const before = JSON.parse(new TextDecoder().decode(await context.store.artifacts.read(keyDigest))) as KeyDocument;
  const changes = compareKeys(before, document);
  const text = `since run ${last.run}: ${changes.map((change) => `${change.what} changed`).join(", ")}`;
  return { kind: "changed", text, changes };
}

async function work(execution: Execution, why: StepReason, claim?: Claim): Promise<StepOutcome> {
  const { context, step, document, key } = execution;
  await context.emit({ type: "step.started", body: { step: step.name, key, why } });
  let made: StepWork;
  try {
    const { outputs, ...rest } = await orStop(step.run(context, document.inputs, document.parameters), context);
    context.signal.throwIfAborted();
    made = { ...rest, outputs: { ...outputs, key: await context.store.artifacts.put(canonicalJson(document)) } };
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
  { outputs, events }: StepWork,
  why: StepReason,
  claim: Claim | undefined,
): Promise<StepOutcome> {
  const { context, step, key } = execution;
  const cached = why.kind === "unchanged";
  const durationMs = elapsedMs(execution);
  claim?.signal.throwIfAborted();
  await context.emit(...events, {
    type: "step.finished",
    body: { step: step.name, key, cached, outputs, durationMs, why },
  });
  await step.settled?.(context, outputs);
  return { step: step.name, outputs, cached, durationMs };
}

async function recordFailure(execution: Execution, error: unknown, events: readonly RunEvent[]): Promise<void> {
  const { context, step, key } = execution;
  await context.emit(...events, {
    type: "step.failed",
    body: { step: step.name, key, error: describeError(error), durationMs: elapsedMs(execution) },
  });
}

function elapsedMs({ context, startMs }: Execution): number {
  return Math.round(context.store.platform.machine.elapsedMs() - startMs);
}
