import type { StoredEvent } from "../store/index.ts";
import { type PhaseName, phaseOfStep, phases } from "../workflow/index.ts";
import { type EventOf, eventsOf, isRollback, median } from "./version-life.ts";

/** What the log knows of a phase, counted. Troubles of a kind count runs, but for trials, alerts and rollbacks. */
export interface PhaseFacts {
  /** Runs that went through it without any trouble; champions that stayed or gave way to a newer one. */
  readonly clean: number;
  /** Runs that failed in it, but for those that a check stopped. */
  readonly failed: number;
  /** Runs that a check stopped. */
  readonly stopped: number;
  /** Runs that were interrupted in it and resumed. */
  readonly resumed: number;
  /** Runs that a gate refused. */
  readonly refused: number;
  /** Runs that the gates had too little evidence for. */
  readonly undecided: number;
  /** Runs of which a check warned. */
  readonly warned: number;
  readonly failedTrials: number;
  readonly scoredTrials: number;
  /** Alerts of a model in use. */
  readonly alerts: number;
  readonly rollbacks: number;
  /** Steps that were begun, and steps that were reused because nothing had changed. */
  readonly done: number;
  readonly reused: number;
  /** Of a run's working time, the share that went here: the median of runs; null where it took less than a minute. */
  readonly timeShare: number | null;
}

/** Nothing known. */
export const noFacts: PhaseFacts = {
  ...{ clean: 0, failed: 0, stopped: 0, resumed: 0, refused: 0, undecided: 0, warned: 0 },
  ...{ failedTrials: 0, scoredTrials: 0, alerts: 0, rollbacks: 0, done: 0, reused: 0, timeShare: null },
};

/** Shorter work than this is nobody's wait. */
const shortestWaitMs = 60_000;

type Trouble = "failed" | "stopped" | "resumed" | "refused" | "undecided" | "warned";

/** What one run came to in one phase. */
interface RunInPhase {
  readonly troubles: Set<Trouble>;
  hasEnded: boolean;
  done: number;
  reused: number;
  workedMs: number;
}

type RunByPhase = ReadonlyMap<PhaseName, RunInPhase>;

/** Counts, for each phase, what the events of a life say of it. */
export function frictionFacts(events: readonly StoredEvent[]): ReadonlyMap<PhaseName, PhaseFacts> {
  const runs = eventsByRun(events).map(readRun);
  const facts = new Map(phases.map(({ name }) => [name, phaseFacts(runs, name)]));
  const trials = eventsOf(events, "trial.finished").map(({ body }) => body.score);
  const add = (name: PhaseName, more: Partial<PhaseFacts>): void =>
    void facts.set(name, { ...facts.get(name)!, ...more });
  // Where nothing measures (anomalies without labels) no trial has a score, and none has failed.
  const scoredTrials = trials.filter((score) => score !== null).length;
  add("training", { scoredTrials, failedTrials: scoredTrials === 0 ? 0 : trials.length - scoredTrials });
  const alerts = eventsOf(events, "alert.raised").filter(
    ({ from, body }) => from === "monitor" && body.severity !== "info",
  );
  add("monitoring", { alerts: alerts.length });
  const moves = eventsOf(events, "alias.moved").filter(({ body }) => body.alias === "champion");
  const rollbacks = moves.filter(isRollback).length;
  add("maintenance", {
    rollbacks,
    clean: moves.filter((move) => move.body.previous !== null && !isRollback(move)).length,
  });
  return facts;
}

function eventsByRun(events: readonly StoredEvent[]): StoredEvent[][] {
  const runs = new Map<string, StoredEvent[]>();
  for (const event of events) {
    if (event.run === null) continue;
    const known = runs.get(event.run);
    if (known === undefined) runs.set(event.run, [event]);
    else known.push(event);
  }
  return [...runs.values()];
}

function readRun(events: readonly StoredEvent[]): RunByPhase {
  const run = new Map<PhaseName, RunInPhase>();
  const at = (phase: PhaseName): RunInPhase => {
    const known = run.get(phase) ?? { troubles: new Set<Trouble>(), hasEnded: false, done: 0, reused: 0, workedMs: 0 };
    run.set(phase, known);
    return known;
  };
  // An interruption belongs to the step that was under way, or to the one that would have come first.
  let latest: PhaseName = "data";
  for (const event of events) {
    if (event.type === "run.resumed") at(latest).troubles.add("resumed");
    if (event.type === "check.decided" && event.body.status === "warned") at("preparation").troubles.add("warned");
    if (event.type === "run.finished" && event.body.verdict === "fail") at("evaluation").troubles.add("refused");
    if (event.type === "run.finished" && event.body.verdict === "insufficient")
      at("evaluation").troubles.add("undecided");
    if (event.type !== "step.started" && event.type !== "step.finished" && event.type !== "step.failed") continue;
    const phase = phaseOfStep(event.body.step);
    if (phase === undefined) continue;
    latest = phase;
    readStep(event, at(phase));
  }
  return run;
}

function readStep(event: EventOf<"step.started" | "step.finished" | "step.failed">, part: RunInPhase): void {
  switch (event.type) {
    case "step.started":
      part.done++;
      return;
    case "step.failed":
      part.troubles.add(event.body.error.code === "RUN_CHECK_FAILED" ? "stopped" : "failed");
      return;
    case "step.finished":
      part.hasEnded = true;
      if (event.body.cached) part.reused++;
      else part.workedMs += event.body.durationMs;
  }
}

function phaseFacts(runs: readonly RunByPhase[], name: PhaseName): PhaseFacts {
  const parts = runs.flatMap((run) => run.get(name) ?? []);
  const troubled = (trouble: Trouble): number => parts.filter(({ troubles }) => troubles.has(trouble)).length;
  return {
    ...noFacts,
    clean: parts.filter(({ hasEnded, troubles }) => hasEnded && troubles.size === 0).length,
    failed: troubled("failed"),
    stopped: troubled("stopped"),
    resumed: troubled("resumed"),
    refused: troubled("refused"),
    undecided: troubled("undecided"),
    warned: troubled("warned"),
    done: parts.reduce((sum, { done }) => sum + done, 0),
    reused: parts.reduce((sum, { reused }) => sum + reused, 0),
    timeShare: median(runs.flatMap((run) => shareOf(run, name))),
  };
}

function shareOf(run: RunByPhase, name: PhaseName): number[] {
  const workedMs = [...run.values()].reduce((sum, part) => sum + part.workedMs, 0);
  return workedMs < shortestWaitMs ? [] : [(run.get(name)?.workedMs ?? 0) / workedMs];
}
