import type { EventRow, RunRow } from "../../store/index.ts";
import { grainOf, periodKey } from "../grains.ts";
import type { LifeRecords } from "../subject.ts";
import { instant } from "../words.ts";
import type { LifeSource } from "./life-source.ts";

/**
 * Times of events of those runs that reach from one period of the timeline into another: between its beginning and its end,
 * which are known, such a run may touch others. A life that needs a coarse grain has few of them.
 */
export async function timesBetween(source: LifeSource, { runs }: LifeRecords): Promise<number[]> {
  const spans = runs.map((run) => ({ run, begin: instant(run.started_at), end: endOf(run) }));
  const known = spans.flatMap(({ begin, end }) => (end === null ? [begin] : [begin, end]));
  // With the other times of the life it can only become coarser, and then fewer runs reach across.
  const grain = grainOf(known, source.fold);
  const across = spans.filter(({ begin, end }) => end === null || periodKey(grain, begin) !== periodKey(grain, end));
  const times: number[] = [];
  for (const { run } of across) for (const at of await timesOf(source, run.id)) times.push(at);
  return times;
}

async function timesOf({ store, pages }: LifeSource, run: string): Promise<number[]> {
  const events = await pages.all((last: Pick<EventRow, "seq" | "at"> | undefined, limit) =>
    store.records
      .selectFrom("events")
      .select(["seq", "at"])
      .where("run", "=", run)
      .where("seq", ">", last?.seq ?? 0)
      .orderBy("seq")
      .limit(limit)
      .execute(),
  );
  return events.map(({ at }) => at);
}

function endOf({ finished_at }: RunRow): string | null {
  return finished_at === null ? null : instant(finished_at);
}
