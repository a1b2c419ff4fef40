import type { FailedCheck, LifeRecords } from "../subject.ts";
import { idsOf, type LifeSource } from "./life-source.ts";

/** Every check that failed, oldest first. */
export async function failedChecks({ store, pages }: LifeSource, { runs }: LifeRecords): Promise<FailedCheck[]> {
  const failed = await pages.of(runs, (some) =>
    store.records
      .selectFrom("checks")
      .select(["seq", "at", "check_name", "column_name", "failing_rows"])
      .where("run", "in", idsOf(some))
      .where("status", "=", "failed")
      .execute(),
  );
  return failed
    .sort((a, b) => a.seq - b.seq)
    .map(({ at, check_name, column_name, failing_rows }) => ({
      at,
      check: check_name,
      column: column_name,
      failingRows: failing_rows,
    }));
}
