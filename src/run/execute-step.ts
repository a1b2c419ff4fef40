import { isMillraceError } from "../errors/index.ts";
import { canonicalJson } from "../ml/index.ts";
import { type Claim, latestStepResult, type StepReason, stepResult } from "../store/index.ts";
import { compareKeys, digestOf, type KeyDocument } from "./cache-key.ts";
import type { RunContext } from "./context.ts";
import type { Outputs, Step } from "./step.ts";

/** What became of a step. */
export interface StepOutcome {
  readonly step: string;
  readonly outputs: Outputs;
  readonly cached: boolean;
  readonly durationMs: number;
}

const waitMs = 100;

/**
 * Runs a step or takes over what an earlier execution with the same key made. Of several processes that want the same key
 * at once, one works and the others wait for its outputs.
 */
export async function executeStep(
  context: RunContext,
  step: Step,
  earlier: ReadonlyMap<string, Outputs>,
): Promise<StepOutcome> {
  const start = context.clock.monotonicMs();
  const inputs = Object.fromEntries(step.inputs.flatMap((input) => readInput(earlier, input)));
  const parameters = await step.parameters(context, inputs);
  const document: KeyDocument = { step: step.name, build: context.build, inputs, parameters };
  const key = digestOf(document);
  const measured = step.measured(context);
  const finish = async (outputs: Outputs, cached: boolean, why: StepReason, claim?: Claim): Promise<StepOutcome> => {
    const durationMs = Math.round(context.clock.monotonicMs() - start);
    claim?.signal.throwIfAborted();
    await context.emit({
      type: "step.finished",
      from: "pipeline",
      to: "pipeline",
      body: { step: step.name, key, cached, outputs, durationMs, why },
    });
    await step.settled?.(context, outputs);
    return { step: step.name, outputs, cached, durationMs };
  };

  if (measured !== null) {
    const why: StepReason = { kind: "never-cached", text: measured };
    return finish(await work(context, step, document, key, why), false, why);
  }
  const claim = await claimOrWait(context, step, key);
  try {
    const hit = await findHit(context, step, key);
    if (hit.outputs !== null) return await finish(hit.outputs, true, hit.why, claim);
    const why = hit.why ?? (await reasonToRun(context, step, document));
    return await finish(await work(context, step, document, key, why), false, why, claim);
  } finally {
    await claim.release();
  }
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

async function claimOrWait(context: RunContext, step: Step, key: string): Promise<Claim> {
  for (;;) {
    context.signal.throwIfAborted();
    const answer = await context.store.claim(`step:${key}`);
    if (answer.claimed) return answer.claim;
    context.observer.onProgress?.(step.name, 0, `waits for ${answer.holder}, which does the same step`);
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}

type Hit = { outputs: Outputs; why: StepReason } | { outputs: null; why: StepReason | null };

/** An earlier result counts only if all that it made is still there and intact. */
async function findHit(context: RunContext, step: Step, key: string): Promise<Hit> {
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

async function reasonToRun(context: RunContext, step: Step, document: KeyDocument): Promise<StepReason> {
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

async function work(
  context: RunContext,
  step: Step,
  document: KeyDocument,
  key: string,
  why: StepReason,
): Promise<Outputs> {
  const start = context.clock.monotonicMs();
  await context.emit({ type: "step.started", from: "pipeline", to: "pipeline", body: { step: step.name, key, why } });
  try {
    const made = await step.run(context, document.inputs);
    context.signal.throwIfAborted();
    return { ...made, key: await context.store.artifacts.put(canonicalJson(document)) };
  } catch (error) {
    if (context.signal.aborted) throw error;
    const { code, message, fix } = isMillraceError(error)
      ? error
      : { code: "INTERNAL", message: error instanceof Error ? error.message : String(error), fix: "" };
    const durationMs = Math.round(context.clock.monotonicMs() - start);
    await context.emit({
      type: "step.failed",
      from: "pipeline",
      to: "pipeline",
      body: { step: step.name, key, error: { code, message, fix }, durationMs },
    });
    throw error;
  }
}
