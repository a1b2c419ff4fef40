import { canonicalJson } from "../../ml/index.ts";
import { storableText } from "../bind-values.ts";
import { type EventFamily, runOf } from "./event-family.ts";
import type { IntervalRecord, Verdict } from "./gates.ts";

export type RunStatus = "running" | "succeeded" | "failed" | "cancelled";

/** What set a run off: a person, or an event that led to it (which is then the cause of `run.started`). */
export type TriggerKind = "manual" | "schedule" | "verdict";

/** What stopped a run or a step: the fields of an error of the one table. */
export interface ErrorRecord {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

export interface RunBodies {
  "run.started": {
    workflow: string;
    declaration: string;
    code: string;
    trigger: TriggerKind;
    seed: number;
    threads: number;
    git: { commit: string | null; dirty: string | null };
    node: string;
    millrace: string;
    note: string | null;
    tags: readonly string[];
    workflowFile: string;
  };
  /** An interrupted run goes on in another process. */
  "run.resumed": { reason: string };
  /** What the run's model is worth on unseen rows. */
  "model.evaluated": { digest: string; rows: number; metrics: Readonly<Record<string, IntervalRecord>> };
  "run.finished": {
    status: Exclude<RunStatus, "running">;
    verdict: Verdict | null;
    error: ErrorRecord | null;
    result: string | null;
    durationMs: number;
  };
}

export interface RunRow {
  id: string;
  /** Sequence number of its `run.started`: the order of runs. */
  seq: number;
  workflow: string;
  workflow_file: string;
  declaration: string;
  code: string;
  trigger: TriggerKind;
  /** Sequence number of the event that set it off. */
  cause: number | null;
  actor: string;
  seed: number;
  git_commit: string | null;
  git_dirty: string | null;
  node: string;
  millrace: string;
  note: string | null;
  tags: string;
  status: RunStatus;
  verdict: Verdict | null;
  error: string | null;
  /** JSON of the metrics on test rows; null until they are measured. */
  metrics: string | null;
  /** Digest of the artifact that holds the run's whole result (what `run --json` prints). */
  result: string | null;
  started_at: number;
  finished_at: number | null;
  duration_ms: number | null;
  resumed: number;
}

/** Runs, from their start to their one terminal state. */
export const runFamily: EventFamily<RunBodies, { runs: RunRow }> = {
  events: {
    "run.started": {
      summary: "a run begins",
      v: 1,
      from: "engineer",
      to: "pipeline",
      about: ["workflow"],
      freeText: ["note", "tags"],
    },
    "run.resumed": {
      summary: "an interrupted run goes on in another process",
      v: 1,
      from: "engineer",
      to: "pipeline",
      about: ["workflow"],
    },
    "model.evaluated": {
      summary: "the model is measured on test rows",
      v: 1,
      from: "validator",
      to: "pipeline",
      about: ["workflow"],
    },
    "run.finished": {
      summary: "a run ends",
      v: 1,
      from: "pipeline",
      to: "engineer",
      about: ["workflow"],
      freeText: ["error.message", "error.fix"],
    },
  },

  tables: {
    runs: {
      v: 1,
      key: ["id"],
      columns: {
        id: "text",
        seq: "integer",
        workflow: "text",
        workflow_file: "text",
        declaration: "text",
        code: "text",
        trigger: "text",
        cause: "integer?",
        actor: "text",
        seed: "real",
        git_commit: "text?",
        git_dirty: "text?",
        node: "text",
        millrace: "text",
        note: "text?",
        tags: "text",
        status: "text",
        verdict: "text?",
        error: "text?",
        metrics: "text?",
        result: "text?",
        started_at: "integer",
        finished_at: "integer?",
        duration_ms: "real?",
        resumed: "integer",
      },
      indexes: [["workflow", "seq"], ["seq"], ["status", "seq"]],
    },
  },

  projections: {
    "run.started": async (db, event) => {
      const { body } = event;
      await db
        .insertInto("runs")
        .values({
          id: runOf(event),
          seq: event.seq,
          workflow: body.workflow,
          workflow_file: storableText(body.workflowFile),
          declaration: body.declaration,
          code: body.code,
          trigger: body.trigger,
          cause: event.cause,
          actor: storableText(event.actor.name),
          seed: body.seed,
          git_commit: body.git.commit,
          git_dirty: body.git.dirty,
          node: body.node,
          millrace: body.millrace,
          note: body.note === null ? null : storableText(body.note),
          tags: canonicalJson(body.tags),
          status: "running",
          verdict: null,
          error: null,
          metrics: null,
          result: null,
          started_at: event.at,
          finished_at: null,
          duration_ms: null,
          resumed: 0,
        })
        .execute();
    },

    "run.resumed": async (db, event) => {
      await db
        .updateTable("runs")
        .set((eb) => ({
          status: "running",
          verdict: null,
          error: null,
          finished_at: null,
          duration_ms: null,
          resumed: eb("resumed", "+", 1),
        }))
        .where("id", "=", runOf(event))
        .execute();
    },

    "model.evaluated": async (db, event) => {
      const metrics = canonicalJson(event.body.metrics);
      await db.updateTable("runs").set({ metrics }).where("id", "=", runOf(event)).execute();
    },

    "run.finished": async (db, event) => {
      const { status, verdict, error, result, durationMs } = event.body;
      await db
        .updateTable("runs")
        .set({
          status,
          verdict,
          error: error === null ? null : canonicalJson(error),
          result,
          finished_at: event.at,
          duration_ms: durationMs,
        })
        .where("id", "=", runOf(event))
        .execute();
    },
  },
};
