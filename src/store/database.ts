import type { Generated } from "kysely";

/**
 * The tables. All but `events`, `claims`, `claim_tokens`, `migrations` and `file_digests` are projections of the log and can be rebuilt from it.
 * JSON stands as text, times as milliseconds, digests as "sha256:<hex>", booleans as 0 | 1.
 */
export interface Database {
  events: EventRow;
  claims: ClaimRow;
  claim_tokens: ClaimTokenRow;
  migrations: MigrationRow;
  file_digests: FileDigestRow;
  runs: RunRow;
  steps: StepRow;
  step_results: StepResultRow;
  trials: TrialRow;
  checks: CheckRow;
  gates: GateRow;
  versions: VersionRow;
  aliases: AliasRow;
  alerts: AlertRow;
}

export interface EventRow {
  seq: number;
  at: number;
  type: string;
  run: string | null;
  from_participant: string;
  to_participant: string;
  actor: string;
  body: string;
  previous_hash: string;
  hash: string;
}

/** Work in progress. `token` grows with every taking over; a commit under an older token is refused. */
export interface ClaimRow {
  key: string;
  owner: string;
  token: number;
  /** Wall clock, milliseconds: for processes on another machine than the owner's. */
  until: number;
  /** Monotonic time of the owner's machine and boot, milliseconds; null where an earlier Millrace wrote it. */
  until_ms: number | null;
}

/** The last fencing token given to anyone: one row, so that tokens grow even when claims are gone. */
export interface ClaimTokenRow {
  id: 1;
  last: number;
}

/** A migration that was applied to this home. */
export interface MigrationRow {
  id: string;
  applied_at: number;
}

/** SHA-256 of user files already hashed, by path, size, mtime and inode: a big source isn't hashed twice. */
export interface FileDigestRow {
  path: string;
  size_bytes: number;
  modified_ms: number;
  inode: string;
  digest: string;
}

export interface RunRow {
  id: string;
  /** Sequence number of its `run.started`: the order of runs. */
  seq: number;
  workflow: string;
  workflow_file: string;
  declaration: string;
  code: string;
  trigger: string;
  seed: number;
  git_commit: string | null;
  git_dirty: string | null;
  node: string;
  millrace: string;
  note: string | null;
  tags: string;
  status: "running" | "succeeded" | "failed" | "cancelled";
  verdict: "pass" | "fail" | "insufficient" | null;
  error: string | null;
  /** Digest of the artifact that holds the run's whole result (what `run --json` prints). */
  result: string | null;
  started_at: number;
  finished_at: number | null;
  duration_ms: number | null;
  resumed: number;
}

export interface StepRow {
  run: string;
  step: string;
  position: number;
  key: string;
  status: "running" | "succeeded" | "failed" | "cancelled";
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
  step: string;
  workflow: string;
  outputs: string;
  run: string;
  seq: number;
}

export interface TrialRow {
  run: string;
  trial: number;
  estimator: string;
  params: string;
  score: number | null;
  fold_scores: string;
  duration_ms: number;
  key: string;
}

export interface CheckRow {
  id: Generated<number>;
  run: string;
  check_name: string;
  column_name: string | null;
  status: "passed" | "failed" | "warned";
  message: string;
  failing_rows: number;
  quarantine: string | null;
}

export interface GateRow {
  id: Generated<number>;
  run: string;
  gate: string;
  verdict: "pass" | "fail" | "insufficient";
  reason: string;
  metric: string | null;
  estimate: string | null;
  bound: number | null;
}

export interface VersionRow {
  model: string;
  version: number;
  digest: string;
  run: string;
  report: string;
  metrics: string;
  created_at: number;
}

export interface AliasRow {
  model: string;
  alias: string;
  version: number;
  moved_at: number;
}

export interface AlertRow {
  seq: number;
  run: string | null;
  severity: "info" | "warning" | "critical";
  recipient: string | null;
  title: string;
  text: string;
  at: number;
}
