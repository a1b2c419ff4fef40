import type { Kysely } from "kysely";
import type { Database } from "../database.ts";
import type { EventType, StoredEvent } from "../events.ts";
import { alertProjections } from "./alerts.ts";
import { aliasProjections } from "./aliases.ts";
import { checkProjections } from "./checks.ts";
import { gateProjections } from "./gates.ts";
import type { Projection, Projections } from "./projection.ts";
import { runProjections } from "./runs.ts";
import { stepProjections } from "./steps.ts";
import { trialProjections } from "./trials.ts";
import { versionProjections } from "./versions.ts";

/** One family per kind of record; an event may feed several, in this order. */
const families: readonly Projections[] = [
  runProjections,
  stepProjections,
  trialProjections,
  checkProjections,
  gateProjections,
  versionProjections,
  aliasProjections,
  alertProjections,
];

/** The tables that the projections fill, and the columns that order their rows. */
export const projectedTables = {
  runs: ["id"],
  steps: ["run", "step"],
  step_results: ["key"],
  trials: ["run", "trial"],
  checks: ["id"],
  gates: ["id"],
  versions: ["model", "version"],
  aliases: ["model", "alias"],
  alerts: ["seq"],
} as const;

/** Carries an event into every record that it changes, inside the caller's transaction. */
export async function project(db: Kysely<Database>, event: StoredEvent): Promise<void> {
  for (const family of families) {
    const projection = family[event.type] as Projection<EventType> | undefined;
    await projection?.(db, event);
  }
}
