import { eventsOf } from "../events-of.ts";
import type { Incident, LifeRecords } from "../subject.ts";
import { eventsAbout, type LifeSource } from "./life-source.ts";

/** Resumptions, checks that failed, and alerts, oldest first. */
export async function incidentsOf(source: LifeSource, { runs }: LifeRecords): Promise<Incident[]> {
  const incidents: Incident[] = [
    ...(await eventsAbout(source, "workflow", "run.resumed")),
    ...(await eventsAbout(source, "workflow", "alert.raised")),
    ...(await failedChecks(source, runs)),
  ];
  return incidents.sort((a, b) => a.seq - b.seq);
}

/** Most checks pass: only the runs that have one that failed are asked for the events. */
async function failedChecks({ store, pages }: LifeSource, runs: LifeRecords["runs"]): Promise<Incident[]> {
  const failed = await pages.of(runs, (some) =>
    store.records
      .selectFrom("checks")
      .select("run")
      .distinct()
      .where(
        "run",
        "in",
        some.map(({ id }) => id),
      )
      .where("status", "=", "failed")
      .execute(),
  );
  const events = await pages.of(
    failed,
    async ([of]) => eventsOf(await store.events({ run: of!.run, types: ["check.decided"] }), "check.decided"),
    1,
  );
  return events.filter(({ body }) => body.status === "failed");
}
