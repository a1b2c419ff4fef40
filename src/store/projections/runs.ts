import { canonicalJson } from "../../ml/index.ts";
import { storableText } from "../bind-values.ts";
import { type Projections, runOf } from "./projection.ts";

/** `runs`: from start to its one terminal state. */
export const runProjections: Projections = {
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
};
