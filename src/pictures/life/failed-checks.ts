import { sql } from "kysely";
import type { FailedCheck, LifeRecords } from "../subject.ts";
import { idsOf, type LifeSource } from "./life-source.ts";

/** Runs whose events are searched at once. */
const runsAtOnce = 20;

/** Every check that failed, oldest first. Most checks pass: only the runs that have one that failed are searched for when. */
export async function failedChecks({ store, pages }: LifeSource, { runs }: LifeRecords): Promise<FailedCheck[]> {
  const failed = await pages.of(runs, (some) =>
    store.records
      .selectFrom("checks")
      .select("run as id")
      .distinct()
      .where("run", "in", idsOf(some))
      .where("status", "=", "failed")
      .execute(),
  );
  const found = await pages.of(failed, (some) => eventsWithStatus(store, idsOf(some)), runsAtOnce);
  return found.filter(({ type }) => type === "check.decided").sort((a, b) => a.seq - b.seq);
}

/** Everything that failed. The type isn't asked for, so that the runs' index is used and not that of the type. */
function eventsWithStatus(store: LifeSource["store"], runs: readonly string[]) {
  return store.records
    .selectFrom("events")
    .select([
      ...(["seq", "at", "type"] as const),
      sql<string>`json_extract(body, '$.check')`.as("check"),
      sql<string | null>`json_extract(body, '$.column')`.as("column"),
      sql<number>`json_extract(body, '$.failingRows')`.as("failingRows"),
    ])
    .where("run", "in", runs)
    .where(sql`json_extract(body, '$.status')`, "=", "failed")
    .execute();
}
