import type { Migration } from "./migration.ts";

/** The first shape: the log, claims, file digests, and the projections. */
export const first: Migration = {
  id: "0001-first",
  statements: [
    `create table events (
      seq integer primary key, at integer not null, type text not null, run text, from_participant text not null,
      to_participant text not null, actor text not null, body text not null, previous_hash text not null, hash text not null)`,
    "create index events_of_run on events (run, seq)",
    "create index events_of_type on events (type, seq)",
    "create table claims (key text primary key, owner text not null, token integer not null, until real not null)",
    "create table claim_tokens (id integer primary key check (id = 1), last integer not null)",
    "insert into claim_tokens (id, last) values (1, 0)",
    `create table file_digests (
      path text primary key, size_bytes integer not null, modified_ms real not null, inode text not null, digest text not null)`,
    `create table runs (
      id text primary key, seq integer not null, workflow text not null, workflow_file text not null, declaration text not null,
      code text not null, trigger text not null, seed real not null, git_commit text, git_dirty text, node text not null,
      millrace text not null, note text, tags text not null, status text not null, verdict text, error text, result text,
      started_at integer not null, finished_at integer, duration_ms real, resumed integer not null)`,
    "create index runs_of_workflow on runs (workflow, seq)",
    `create table steps (
      run text not null, step text not null, position integer not null, key text not null, status text not null,
      cached integer not null, outputs text, why text not null, error text, started_at integer not null, finished_at integer,
      duration_ms real, primary key (run, step))`,
    `create table step_results (
      key text primary key, step text not null, workflow text not null, outputs text not null, run text not null, seq integer not null)`,
    "create index step_results_of_step on step_results (workflow, step, seq)",
    `create table trials (
      run text not null, trial integer not null, estimator text not null, params text not null, score real,
      fold_scores text not null, duration_ms real not null, key text not null, primary key (run, trial))`,
    `create table checks (
      id integer primary key, run text not null, check_name text not null, column_name text, status text not null,
      message text not null, failing_rows integer not null, quarantine text)`,
    "create index checks_of_run on checks (run)",
    `create table gates (
      id integer primary key, run text not null, gate text not null, verdict text not null, reason text not null, metric text,
      estimate text, bound real)`,
    "create index gates_of_run on gates (run)",
    `create table versions (
      model text not null, version integer not null, digest text not null, run text not null, report text not null,
      metrics text not null, created_at integer not null, primary key (model, version))`,
    `create table aliases (
      model text not null, alias text not null, version integer not null, moved_at integer not null, primary key (model, alias))`,
    `create table alerts (
      seq integer primary key, run text, severity text not null, recipient text, title text not null, text text not null,
      at integer not null)`,
  ],
};
