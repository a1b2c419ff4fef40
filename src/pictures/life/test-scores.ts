import { sql } from "kysely";
import type { LifeSource } from "./life-source.ts";

interface Score {
  readonly seq: number;
  readonly run: string | null;
  readonly value: number | null;
}

/** The problem's metric on the test rows of each run that was measured by it; of several measurements of a run, the last. */
export async function testScores(source: LifeSource): Promise<ReadonlyMap<string, number>> {
  const scores = new Map<string, number>();
  for (const { run, value } of await measured(source)) {
    if (run === null) continue;
    if (value === null) scores.delete(run);
    else scores.set(run, value);
  }
  return scores;
}

/** The event holds every metric with its interval: only the one that is asked for is read. */
function measured({ store, workflow, metric, pages }: LifeSource): Promise<Score[]> {
  const path = `$.metrics.${JSON.stringify(metric)}.value`;
  return pages.all((last: Score | undefined, limit) =>
    store.records
      .selectFrom("events")
      .innerJoin("runs", "runs.id", "events.run")
      .select(["events.seq", "events.run", sql<number | null>`json_extract(events.body, ${path})`.as("value")])
      .where("events.type", "=", "model.evaluated")
      .where("runs.workflow", "=", workflow)
      .where("events.seq", ">", last?.seq ?? 0)
      .orderBy("events.seq")
      .limit(limit)
      .execute(),
  );
}
