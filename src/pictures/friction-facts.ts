import { type PhaseName, phases } from "../workflow/index.ts";
import { eventsOf } from "./events-of.ts";
import type { RunInPhase, RunWork } from "./run-work.ts";
import type { LifeWith } from "./subject.ts";
import { isRollback, median } from "./version-life.ts";

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

/** What friction is counted from. */
export type FrictionLife = Pick<LifeWith<"work" | "incidents">, "work" | "incidents" | "moves" | "feedback">;

/** Counts, for each phase, what is known of it. */
export function frictionFacts({ work, incidents, moves }: FrictionLife): ReadonlyMap<PhaseName, PhaseFacts> {
  const facts = factsOfRuns(work.runs);
  const add = (name: PhaseName, more: Partial<PhaseFacts>): void => void Object.assign(facts.get(name)!, more);
  // Where nothing measures (anomalies without labels) no trial has a score, and none has failed.
  const { all, scored: scoredTrials } = work.trials;
  add("training", { scoredTrials, failedTrials: scoredTrials === 0 ? 0 : all - scoredTrials });
  const alerts = eventsOf(incidents, "alert.raised").filter(
    ({ from, body }) => from === "monitor" && body.severity !== "info",
  );
  add("monitoring", { alerts: alerts.length });
  const ofChampion = moves.filter(({ body }) => body.alias === "champion");
  const rollbacks = ofChampion.filter(isRollback).length;
  add("maintenance", {
    rollbacks,
    clean: ofChampion.filter((move) => move.body.previous !== null && !isRollback(move)).length,
  });
  return facts;
}

type Draft = { -readonly [K in keyof PhaseFacts]: PhaseFacts[K] };

/** Facts of each phase in one walk through the runs. */
function factsOfRuns(runs: readonly RunWork[]): ReadonlyMap<PhaseName, Draft> {
  const facts = new Map(phases.map(({ name }): [PhaseName, Draft] => [name, { ...noFacts }]));
  const shares = new Map(phases.map(({ name }): [PhaseName, number[]] => [name, []]));
  for (const run of runs) {
    for (const [name, part] of run) addPart(facts.get(name)!, part);
    const workedMs = sumOf(run);
    if (workedMs < shortestWaitMs) continue;
    for (const [name, known] of shares) known.push((run.get(name)?.workedMs ?? 0) / workedMs);
  }
  for (const [name, known] of shares) facts.get(name)!.timeShare = median(known);
  return facts;
}

function addPart(facts: Draft, { troubles, hasEnded, done, reused }: RunInPhase): void {
  if (hasEnded && troubles.size === 0) facts.clean++;
  for (const trouble of troubles) facts[trouble]++;
  facts.done += done;
  facts.reused += reused;
}

function sumOf(run: RunWork): number {
  let workedMs = 0;
  for (const part of run.values()) workedMs += part.workedMs;
  return workedMs;
}
