import type { Kysely } from "kysely";
import { canonicalJson } from "../../ml/index.ts";
import type { SealedEvent } from "./envelope.ts";
import { type EventFamily, runOf } from "./event-family.ts";
import type { ErrorRecord, RunBodies } from "./runs.ts";

export type StepStatus = "running" | "succeeded" | "failed" | "cancelled";

/** Why a step was run or skipped. */
export type StepReason =
  | { readonly kind: "first"; readonly text: string }
  | {
      readonly kind: "unchanged";
      readonly text: string;
      readonly from: { readonly run: string; readonly seq: number } | null;
    }
  | {
      readonly kind: "changed";
      readonly text: string;
      readonly changes: readonly {
        readonly what: string;
        readonly before: string | null;
        readonly after: string | null;
      }[];
    }
  | { readonly kind: "outputs-gone"; readonly text: string; readonly missing: readonly string[] }
  | { readonly kind: "never-cached"; readonly text: string };

/** Which step of a run: its id in the run's graph ("snapshot:orders", "fit") and the type that it is an instance of. */
interface OfStep {
  instance: string;
  step: string;
}

export interface StepBodies {
  /** `why` tells why the step runs or is skipped: a diff against the step's last execution. */
  "step.started": OfStep & { key: string; why: StepReason };
  "step.finished": OfStep & {
    key: string;
    cached: boolean;
    outputs: Readonly<Record<string, string>>;
    durationMs: number;
    why: StepReason;
  };
  "step.failed": OfStep & { key: string; error: ErrorRecord; durationMs: number };
}

export interface StepRow {
  run: string;
  instance: string;
  /** The type of step. */
  step: string;
  position: number;
  key: string;
  status: StepStatus;
  cached: number;
  outputs: string | null;
  why: string;
  error: string | null;
  started_at: number;
  finished_at: number | null;
  duration_ms: number | null;
}

/** The cache: what a step with this key made. */
export interface StepResultRow {
  key: string;
  instance: string;
  workflow: string;
  outputs: string;
  run: string;
  seq: number;
}

export interface StepTables {
  steps: StepRow;
  step_results: StepResultRow;
}

/** Steps of runs and, for those that were really executed, the cache. */
export const stepFamily: EventFamily<StepBodies, StepTables, Pick<RunBodies, "run.finished">> = {
  events: {
    "step.started": {
      summary: "a step begins",
      v: 2,
      upcast: withInstance,
      from: "pipeline",
      to: "pipeline",
      about: ["workflow"],
    },
    "step.finished": {
      summary: "a step is done, or its earlier result is reused",
      v: 2,
      upcast: withInstance,
      from: "pipeline",
      to: "pipeline",
      about: ["workflow"],
    },
    "step.failed": {
      summary: "a step fails",
      v: 2,
      upcast: withInstance,
      from: "pipeline",
      to: "pipeline",
      about: ["workflow"],
      freeText: ["error.message", "error.fix"],
    },
  },

  tables: {
    steps: {
      v: 2,
      key: ["run", "instance"],
      columns: {
        run: "text",
        instance: "text",
        step: "text",
        position: "integer",
        key: "text",
        status: "text",
        cached: "integer",
        outputs: "text?",
        why: "text",
        error: "text?",
        started_at: "integer",
        finished_at: "integer?",
        duration_ms: "real?",
      },
    },
    step_results: {
      v: 2,
      key: ["key"],
      columns: { key: "text", instance: "text", workflow: "text", outputs: "text", run: "text", seq: "integer" },
      indexes: [["workflow", "instance", "seq"]],
    },
  },

  projections: {
    "step.started": async (db, event) => {
      const { key, why } = event.body;
      await putStep(db, event, {
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
      const { key, cached, outputs, durationMs, why } = event.body;
      await putStep(db, event, {
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
      const { key, error, durationMs } = event.body;
      await putStep(db, event, {
        key,
        status: "failed",
        error: canonicalJson(error),
        finished_at: event.at,
        duration_ms: durationMs,
      });
    },

    /** A step that was still running when its run ended was stopped with it. */
    "run.finished": async (db, event) => {
      await db
        .updateTable("steps")
        .set({ status: "cancelled", finished_at: event.at })
        .where("run", "=", runOf(event))
        .where("status", "=", "running")
        .execute();
    },
  },
};

type StepEvent<T extends keyof StepBodies> = SealedEvent<T, StepBodies[T]>;
type StepChange = Partial<Omit<StepRow, "run" | "instance" | "step" | "position">> & Pick<StepRow, "key" | "status">;

/** Before runs had graphs, each type of step had one instance, of the same name. */
function withInstance<Body extends OfStep>(body: unknown): Body {
  const older = body as Body;
  return { ...older, instance: older.step };
}

/** Updates the step's row, or makes it: a skipped step finishes without having started. */
async function putStep(db: Kysely<StepTables>, event: StepEvent<keyof StepBodies>, change: StepChange): Promise<void> {
  const run = runOf(event);
  const { instance, step } = event.body;
  const updated = await db
    .updateTable("steps")
    .set(change)
    .where("run", "=", run)
    .where("instance", "=", instance)
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
    .values({ ...empty, started_at: event.at, ...change, run, instance, step, position: count })
    .execute();
}

async function putResult(db: Kysely<StepTables>, event: StepEvent<"step.finished">): Promise<void> {
  const { instance, key, outputs } = event.body;
  const workflow = event.subject.name;
  const result = { instance, workflow, outputs: canonicalJson(outputs), run: runOf(event), seq: event.seq };
  await db
    .insertInto("step_results")
    .values({ key, ...result })
    .onConflict((conflict) => conflict.column("key").doUpdateSet(result))
    .execute();
}
