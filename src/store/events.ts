/**
 * Every kind of event that can happen, and what it says. The log is the only truth: records are projections of it
 * (`projections/`), so what a picture, the lineage or an audit must know stands here. Digests are "sha256:<hex>".
 */

/** Who takes part: the roles and services between which messages go. */
export type Participant =
  | "engineer"
  | "data source"
  | "pipeline"
  | "trainer"
  | "validator"
  | "registry"
  | "deployment"
  | "monitor"
  | "gatekeeper"
  | "stakeholder";

export type Verdict = "pass" | "fail" | "insufficient";
export type RunStatus = "running" | "succeeded" | "failed" | "cancelled";
export type StepStatus = "running" | "succeeded" | "failed" | "cancelled";

export interface IntervalRecord {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface EventBodies {
  "run.started": {
    workflow: string;
    declaration: string;
    code: string;
    trigger: string;
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
  "run.finished": {
    status: Exclude<RunStatus, "running">;
    verdict: Verdict | null;
    error: { code: string; message: string; fix: string } | null;
    result: string | null;
    durationMs: number;
  };

  /** `why` says why the step runs or is skipped: a diff against the step's last execution. */
  "step.started": { step: string; key: string; why: StepReason };
  "step.finished": {
    step: string;
    key: string;
    cached: boolean;
    outputs: Readonly<Record<string, string>>;
    durationMs: number;
    why: StepReason;
  };
  "step.failed": {
    step: string;
    key: string;
    error: { code: string; message: string; fix: string };
    durationMs: number;
  };

  "snapshot.taken": {
    digest: string;
    rows: number;
    columns: number;
    sources: readonly { path: string; sizeBytes: number; digest: string }[];
  };
  "check.decided": {
    check: string;
    column: string | null;
    status: "passed" | "failed" | "warned";
    message: string;
    failingRows: number;
    quarantine: string | null;
  };
  "split.made": { digest: string; trainingRows: number; testRows: number; how: string };
  "trial.finished": {
    trial: number;
    estimator: string;
    params: Readonly<Record<string, unknown>>;
    score: number | null;
    foldScores: readonly (number | null)[];
    durationMs: number;
    key: string;
  };
  "candidate.chosen": {
    estimator: string;
    params: Readonly<Record<string, unknown>>;
    /** Null where nothing could be measured: anomalies without labels. */
    score: number | null;
    baselineScore: number | null;
  };
  /** The fit of the best candidate goes on from where an interrupted run left it. */
  "fit.resumed": { estimator: string; sizeBytes: number };
  "model.fitted": { digest: string; estimator: string; sizeBytes: number };
  "model.evaluated": { digest: string; rows: number; metrics: Readonly<Record<string, IntervalRecord>> };
  "gate.decided": {
    gate: string;
    verdict: Verdict;
    reason: string;
    metric: string | null;
    estimate: IntervalRecord | null;
    bound: number | null;
  };
  "version.registered": {
    model: string;
    version: number;
    digest: string;
    report: string;
    metrics: Readonly<Record<string, IntervalRecord>>;
  };
  "alias.moved": { model: string; alias: string; version: number; previous: number | null; reason: string };
  "alert.raised": { severity: "info" | "warning" | "critical"; to: string | null; title: string; text: string };
  /** What a person said of a phase of the work, from 1 (painful) to 5 (a pleasure). `role` is a key of the people. */
  "feedback.given": { workflow: string; phase: string; score: number; text: string; role: string | null };

  "server.started": { pid: number; address: string; models: readonly string[] };
  "server.stopped": { pid: number; address: string; reason: string };
  "store.collected": { artifacts: number; sizeBytes: number };
}

export type EventType = keyof EventBodies;

/** What a writer says; sequence, time and hashes are the log's. */
export type NewEvent = {
  [T in EventType]: {
    readonly type: T;
    /** The run that this belongs to, if any. */
    readonly run: string | null;
    readonly from: Participant;
    readonly to: Participant;
    /** Who did it: a person's name or a process ("cli", "serve"). */
    readonly actor: string;
    readonly body: EventBodies[T];
  };
}[EventType];

/** An event as it stands in the log. `hash` = SHA-256 over `previousHash` and the canonical JSON of the rest. */
export type StoredEvent = NewEvent & {
  readonly seq: number;
  readonly at: number;
  readonly previousHash: string;
  readonly hash: string;
};

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
