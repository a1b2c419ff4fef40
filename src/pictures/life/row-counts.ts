import type { LifeRecords } from "../subject.ts";
import { idsOf, type LifeSource } from "./life-source.ts";

const tablesOfRuns = ["steps", "trials", "checks", "gates", "alerts"] as const;

/** Rows in each of the tables of records that are a life's own, by the table's name. */
export async function rowCounts(source: LifeSource, life: LifeRecords): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {
    events: life.log.events,
    runs: life.runs.length,
    step_results: await resultsOf(source),
    versions: life.versions.length,
    aliases: life.aliases.length,
  };
  for (const table of tablesOfRuns) counts[table] = await rowsOf(source, table, life.runs);
  return counts;
}

async function rowsOf(
  { store, pages }: LifeSource,
  table: (typeof tablesOfRuns)[number],
  runs: LifeRecords["runs"],
): Promise<number> {
  const counts = await pages.of(runs, (some) =>
    store.records
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as("rows"))
      .where("run", "in", idsOf(some))
      .execute(),
  );
  return counts.reduce((sum, { rows }) => sum + rows, 0);
}

async function resultsOf({ store, workflow }: LifeSource): Promise<number> {
  const { rows } = await store.records
    .selectFrom("step_results")
    .select((eb) => eb.fn.countAll<number>().as("rows"))
    .where("workflow", "=", workflow)
    .executeTakeFirstOrThrow();
  return rows;
}
