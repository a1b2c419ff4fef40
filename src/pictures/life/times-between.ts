import type { EventRow } from "../../store/index.ts";
import { type Grain, grainOf, periodKey } from "../grains.ts";
import type { LifeRecords } from "../subject.ts";
import type { LifeSource } from "./life-source.ts";

/**
 * Times of events of those runs that reach from one period of the timeline into another: between its beginning and its end,
 * which are known, such a run may touch others. A life that needs a coarse grain has few of them.
 */
export async function timesBetween(source: LifeSource, { runs }: LifeRecords): Promise<number[]> {
  const known = runs.flatMap(({ started_at, finished_at }) => [started_at, finished_at ?? started_at]);
  // With the other times of the life it can only become coarser, and then fewer runs reach across.
  const grain = grainOf(known, source.fold);
  const across = runs.filter(
    ({ started_at, finished_at }) => finished_at === null || !isOnePeriod(grain, started_at, finished_at),
  );
  const times: number[] = [];
  for (const { id } of across) for (const at of await timesOf(source, id)) times.push(at);
  return times;
}

function isOnePeriod(grain: Grain, a: number, b: number): boolean {
  const isOneUnit = Math.floor(a / grain.unitMs) === Math.floor(b / grain.unitMs);
  return isOneUnit || periodKey(grain, a) === periodKey(grain, b);
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
