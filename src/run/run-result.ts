import type { Estimate } from "../ml/index.ts";
import { documentCodec, type Verdict } from "../store/index.ts";

/** What `millrace run --json` prints, and what the log keeps of a run. `null` numbers are metrics that aren't defined. */
export interface RunResult {
  /** The run's id, as `millrace show` and `millrace why` take it. */
  readonly run: string;
  /** The workflow's name. */
  readonly workflow: string;
  /** succeeded: every step was done, whatever the gates say. */
  readonly status: "succeeded" | "failed" | "cancelled";
  /** The worst verdict of the gates; null where the run didn't come to them. */
  readonly verdict: Verdict | null;
  /** The version that was registered, named for the workflow; null where a gate didn't pass. */
  readonly model: { readonly name: string; readonly version: number; readonly digest: string } | null;
  /** On test rows, with 95 % intervals. */
  readonly metrics: Readonly<Record<string, NullableEstimate>>;
  /** In declared order; `reason` is a sentence with figures. */
  readonly gates: readonly { readonly name: string; readonly verdict: Verdict; readonly reason: string }[];
  /** Best trial of each candidate, best first. */
  readonly leaderboard: readonly LeaderboardEntry[];
  /** In the order in which they were done. */
  readonly steps: readonly StepSummary[];
  /** Milliseconds of wall time. */
  readonly durationMs: number;
}

/** How a result is kept as an artifact. */
export const runResultCodec = documentCodec<RunResult>("the result of a run", {
  run: "text",
  workflow: "text",
  status: "text",
  verdict: "text?",
  model: "object?",
  metrics: "object",
  gates: "list",
  leaderboard: "list",
  steps: "list",
  durationMs: "number",
});

/** A metric with its interval; null where a number isn't defined. */
export type NullableEstimate = { readonly [K in keyof Estimate]: number | null };

/** A candidate's best trial. */
export interface LeaderboardEntry {
  /** Name of the estimator. */
  readonly estimator: string;
  /** What was fixed or drawn; the estimator's defaults are left out. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Mean of the metric over the validation folds. */
  readonly score: number | null;
}

/** What became of a step. */
export interface StepSummary {
  /** Name of the step. */
  readonly name: string;
  /** How it ended. */
  readonly status: "succeeded" | "failed" | "cancelled";
  /** True where an earlier result was used. */
  readonly cached: boolean;
  readonly durationMs: number;
}
