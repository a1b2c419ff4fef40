import type { LifePart, LifeParts, LifeRecords } from "../subject.ts";
import { incidentsOf } from "./incidents.ts";
import { eventsAbout, type LifeSource } from "./life-source.ts";
import { newestEvents } from "./newest-events.ts";
import { lifePeriods } from "./periods.ts";
import { rowCounts } from "./row-counts.ts";
import { testScores } from "./test-scores.ts";
import { versionIntervals } from "./version-intervals.ts";
import { lifeWork } from "./work-of-runs.ts";

/** How each part is read. */
const readers: { readonly [P in LifePart]: (source: LifeSource, records: LifeRecords) => Promise<LifeParts[P]> } = {
  incidents: incidentsOf,
  periods: lifePeriods,
  scores: testScores,
  intervals: versionIntervals,
  newest: newestEvents,
  work: lifeWork,
  rows: rowCounts,
  verdicts: (source) => eventsAbout(source, "workflow", "gate.decided"),
};

/** Every part that there is. */
export const everyPart = Object.keys(readers) as readonly LifePart[];

/** The parts that are asked for. */
export async function lifeParts(
  source: LifeSource,
  records: LifeRecords,
  parts: readonly LifePart[],
): Promise<Partial<LifeParts>> {
  const found: Partial<Record<LifePart, LifeParts[LifePart]>> = {};
  for (const part of parts) found[part] = await readers[part](source, records);
  return found as Partial<LifeParts>;
}
