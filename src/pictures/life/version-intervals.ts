import type { IntervalRecord, VersionRow } from "../../store/index.ts";
import type { LifeSource } from "./life-source.ts";

/** The problem's metric of each version that has it, on its test rows. */
export async function versionIntervals(source: LifeSource): Promise<ReadonlyMap<number, IntervalRecord>> {
  const { store, workflow, metric, pages } = source;
  const rows = await pages.all((last: Pick<VersionRow, "version" | "metrics"> | undefined, limit) =>
    store.records
      .selectFrom("versions")
      .select(["version", "metrics"])
      .where("model", "=", workflow)
      .where("version", ">", last?.version ?? 0)
      .orderBy("version")
      .limit(limit)
      .execute(),
  );
  const intervals = new Map<number, IntervalRecord>();
  for (const { version, metrics } of rows) {
    const found = (JSON.parse(metrics) as Readonly<Record<string, IntervalRecord>>)[metric];
    if (found !== undefined) intervals.set(version, found);
  }
  return intervals;
}
