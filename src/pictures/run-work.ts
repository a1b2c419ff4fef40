import { findStepType } from "../run/index.ts";
import type { RunRow, StepRow, StoredEvent } from "../store/index.ts";
import type { PhaseName } from "../workflow/index.ts";
import type { EventOf } from "./events-of.ts";

/** What can go wrong for a run in a phase. */
export type Trouble = "failed" | "stopped" | "resumed" | "refused" | "undecided" | "warned";

/** One run in one phase. */
export interface RunInPhase {
  readonly troubles: ReadonlySet<Trouble>;
  /** A step of the phase ended well. */
  readonly hasEnded: boolean;
  /** Steps that were begun, and steps that were reused. */
  readonly done: number;
  readonly reused: number;
  readonly workedMs: number;
}

/** One run, phase by phase. */
export type RunWork = ReadonlyMap<PhaseName, RunInPhase>;

type Draft = { -readonly [K in keyof RunInPhase]: K extends "troubles" ? Set<Trouble> : RunInPhase[K] };

/** Phases of a run that are filled in as they are met. */
class WorkDraft {
  readonly phases = new Map<PhaseName, Draft>();

  at(phase: PhaseName): Draft {
    const known = this.phases.get(phase) ?? { troubles: new Set(), hasEnded: false, done: 0, reused: 0, workedMs: 0 };
    this.phases.set(phase, known);
    return known;
  }

  judge(verdict: RunRow["verdict"]): void {
    if (verdict === "fail") this.at("evaluation").troubles.add("refused");
    if (verdict === "insufficient") this.at("evaluation").troubles.add("undecided");
  }

  fail(phase: PhaseName, code: string): void {
    this.at(phase).troubles.add(code === "RUN_CHECK_FAILED" ? "stopped" : "failed");
  }

  end(phase: PhaseName, isCached: boolean, durationMs: number): void {
    const part = this.at(phase);
    part.hasEnded = true;
    if (isCached) part.reused++;
    else part.workedMs += durationMs;
  }
}

/** The work of a run that nothing interrupted, from its records. @param isWarned whether a check warned */
export function workOfRecords(run: Pick<RunRow, "verdict">, steps: readonly StepRecord[], isWarned: boolean): RunWork {
  const work = new WorkDraft();
  if (isWarned) work.at("preparation").troubles.add("warned");
  work.judge(run.verdict);
  for (const { step, status, cached, error, duration_ms } of steps) {
    const phase = findStepType(step)?.phase;
    if (phase === undefined) continue;
    if (cached === 0) work.at(phase).done++;
    if (status === "failed") work.fail(phase, (JSON.parse(error ?? "{}") as { code?: string }).code ?? "");
    if (status === "succeeded") work.end(phase, cached === 1, duration_ms ?? 0);
  }
  return work.phases;
}

/** What is read of a step. */
export type StepRecord = Pick<StepRow, "run" | "step" | "status" | "cached" | "error" | "duration_ms">;

/** The work of any run, from all its events: a step that was interrupted and done again counts twice. */
export function workOfEvents(events: readonly StoredEvent[]): RunWork {
  const work = new WorkDraft();
  // An interruption belongs to the step that was under way, or to the one that would have come first.
  let latest: PhaseName = "data";
  for (const event of events) {
    if (event.type === "run.resumed") work.at(latest).troubles.add("resumed");
    if (event.type === "check.decided" && event.body.status === "warned") work.at("preparation").troubles.add("warned");
    if (event.type === "run.finished") work.judge(event.body.verdict);
    if (event.type !== "step.started" && event.type !== "step.finished" && event.type !== "step.failed") continue;
    const phase = findStepType(event.body.step)?.phase;
    if (phase === undefined) continue;
    latest = phase;
    readStep(work, phase, event);
  }
  return work.phases;
}

type StepEvent = EventOf<"step.started" | "step.finished" | "step.failed">;

function readStep(work: WorkDraft, phase: PhaseName, event: StepEvent): void {
  switch (event.type) {
    case "step.started":
      work.at(phase).done++;
      return;
    case "step.failed":
      work.fail(phase, event.body.error.code);
      return;
    case "step.finished":
      work.end(phase, event.body.cached, event.body.durationMs);
  }
}
