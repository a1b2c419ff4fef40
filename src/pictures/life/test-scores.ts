import { sql } from "kysely";
import type { LifeRecords } from "../subject.ts";
import { idsOf, type LifeSource } from "./life-source.ts";

/** The problem's metric on the test rows of each run that was measured by it. */
export async function testScores(source: LifeSource, { runs }: LifeRecords): Promise<ReadonlyMap<string, number>> {
  const { store, metric, pages } = source;
  // The record holds every metric with its interval: only the one that is asked for is read.
  const value = sql<number | null>`json_extract(metrics, ${`$.${JSON.stringify(metric)}.value`})`.as("value");
  const measured = await pages.of(runs, (some) =>
    store.records.selectFrom("runs").select(["id", value]).where("id", "in", idsOf(some)).execute(),
  );
  return new Map(measured.flatMap(({ id, value }): [string, number][] => (value === null ? [] : [[id, value]])));
}
