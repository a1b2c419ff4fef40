import type { Kysely } from "kysely";
import { canonicalJson } from "../../ml/index.ts";
import type { Database, StepRow } from "../database.ts";
import type { StoredEvent } from "../events.ts";
import { type EventOf, type Projections, runOf } from "./projection.ts";

/** `steps` and, for those that were really executed, `step_results`: the cache. */
export const stepProjections: Projections = {
  "step.started": async (db, event) => {
    const { step, key, why } = event.body;
    await putStep(db, event, step, {
      key,
      status: "running",
      cached: 0,
      outputs: null,
      why: canonicalJson(why),
      error: null,
      started_at: event.at,
      finished_at: null,
      duration_ms: null,
    });
  },

  "step.finished": async (db, event) => {
    const { step, key, cached, outputs, durationMs, why } = event.body;
    await putStep(db, event, step, {
      key,
      status: "succeeded",
      cached: cached ? 1 : 0,
      outputs: canonicalJson(outputs),
      why: canonicalJson(why),
      error: null,
      finished_at: event.at,
      duration_ms: durationMs,
    });
    if (!cached) await putResult(db, event);
  },

  "step.failed": async (db, event) => {
    const { step, key, error, durationMs } = event.body;
    await putStep(db, event, step, {
      key,
      status: "failed",
      error: canonicalJson(error),
      finished_at: event.at,
      duration_ms: durationMs,
    });
  },

  /** What still ran when the run ended was stopped with it. */
  "run.finished": async (db, event) => {
    await db
      .updateTable("steps")
      .set({ status: "cancelled", finished_at: event.at })
      .where("run", "=", runOf(event))
      .where("status", "=", "running")
      .execute();
  },
};

type StepChange = Partial<Omit<StepRow, "run" | "step" | "position">> & Pick<StepRow, "key" | "status">;

/** Updates the step's row, or makes it: a skipped step finishes without having started. */
async function putStep(db: Kysely<Database>, event: StoredEvent, step: string, change: StepChange): Promise<void> {
  const run = runOf(event);
  const updated = await db
    .updateTable("steps")
    .set(change)
    .where("run", "=", run)
    .where("step", "=", step)
    .executeTakeFirst();
  if (updated.numUpdatedRows > 0n) return;
  const { count } = await db
    .selectFrom("steps")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("run", "=", run)
    .executeTakeFirstOrThrow();
  const empty = { cached: 0, outputs: null, why: "null", error: null, finished_at: null, duration_ms: null };
  await db
    .insertInto("steps")
    .values({ ...empty, started_at: event.at, ...change, run, step, position: count })
    .execute();
}

async function putResult(db: Kysely<Database>, event: EventOf<"step.finished">): Promise<void> {
  const run = runOf(event);
  const { step, key, outputs } = event.body;
  const owner = await db.selectFrom("runs").select("workflow").where("id", "=", run).executeTakeFirst();
  const result = { step, workflow: owner?.workflow ?? "", outputs: canonicalJson(outputs), run, seq: event.seq };
  await db
    .insertInto("step_results")
    .values({ key, ...result })
    .onConflict((conflict) => conflict.column("key").doUpdateSet(result))
    .execute();
}
