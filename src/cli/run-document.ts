import type { RunStory } from "../run/index.ts";
import type { AlertRow, RunRow, StepRow } from "../store/index.ts";

/** What `millrace show RUN --json` prints: the story of a run in plain, camel-case data. */
export function runDocument({ row, steps, alerts, ...story }: RunStory): Record<string, unknown> {
  return { run: runOf(row), ...story, steps: steps.map(stepOf), alerts: alerts.map(alertOf) };
}

function runOf(row: RunRow): Record<string, unknown> {
  return {
    id: row.id,
    workflow: row.workflow,
    workflowFile: row.workflow_file,
    status: row.status,
    verdict: row.verdict,
    error: parsed(row.error),
    trigger: { kind: row.trigger, cause: row.cause },
    actor: row.actor,
    note: row.note,
    tags: parsed(row.tags),
    seed: row.seed,
    declaration: row.declaration,
    code: row.code,
    gitCommit: row.git_commit,
    gitDirty: row.git_dirty,
    node: row.node,
    millrace: row.millrace,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    durationMs: row.duration_ms,
    resumed: row.resumed,
  };
}

function stepOf(row: StepRow): Record<string, unknown> {
  return {
    name: row.instance,
    status: row.status,
    cached: row.cached === 1,
    why: parsed(row.why),
    error: parsed(row.error),
    key: row.key,
    outputs: parsed(row.outputs),
    startedAt: row.started_at,
    durationMs: row.duration_ms,
  };
}

function alertOf({ severity, recipient, title, text, at }: AlertRow): Record<string, unknown> {
  return { severity, recipient, title, text, at };
}

/** Columns of the records that hold JSON as text. */
function parsed(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}
