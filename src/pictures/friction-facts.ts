import { type PhaseName, phases } from "../workflow/index.ts";
import { eventsOf } from "./events-of.ts";
import { noWork, type PhaseWork } from "./phase-work.ts";
import type { LifeWith } from "./subject.ts";
import { isRollback } from "./version-life.ts";

/** What is known of a phase, counted: what the runs did, and what happened beside them. */
export interface PhaseFacts extends PhaseWork {
  /** As of the runs; after deployment, champions that stayed or gave way to a newer one. */
  readonly clean: number;
  readonly failedTrials: number;
  readonly scoredTrials: number;
  /** Alerts of a model in use. */
  readonly alerts: number;
  readonly rollbacks: number;
}

/** Nothing known. */
export const noFacts: PhaseFacts = { ...noWork, failedTrials: 0, scoredTrials: 0, alerts: 0, rollbacks: 0 };

/** What friction is counted from. */
export type FrictionLife = Pick<LifeWith<"work" | "incidents">, "work" | "incidents" | "moves" | "feedback">;

/** Counts, for each phase, what is known of it. */
export function frictionFacts({ work, incidents, moves }: FrictionLife): ReadonlyMap<PhaseName, PhaseFacts> {
  const facts = new Map(
    phases.map(({ name }): [PhaseName, PhaseFacts] => [name, { ...noFacts, ...work.phases.get(name) }]),
  );
  const add = (name: PhaseName, more: Partial<PhaseFacts>): void =>
    void facts.set(name, { ...facts.get(name)!, ...more });
  // Where nothing measures (anomalies without labels) no trial has a score, and none has failed.
  const { all, scored: scoredTrials } = work.trials;
  add("training", { scoredTrials, failedTrials: scoredTrials === 0 ? 0 : all - scoredTrials });
  const alerts = eventsOf(incidents, "alert.raised").filter(
    ({ subject, body }) => subject.kind === "deployment" && body.severity !== "info",
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
