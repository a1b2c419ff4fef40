import type { Estimate } from "../ml/index.ts";
import type { Verdict } from "../store/index.ts";

/** What `millrace run --json` prints, and what the log keeps of a run. `null` numbers are metrics that aren't defined. */
export interface RunResult {
  readonly run: string;
  readonly workflow: string;
  readonly status: "succeeded" | "failed" | "cancelled";
  readonly verdict: Verdict | null;
  readonly model: { readonly name: string; readonly version: number; readonly digest: string } | null;
  /** On test rows, with 95 % intervals. */
  readonly metrics: Readonly<Record<string, NullableEstimate>>;
  readonly gates: readonly { readonly name: string; readonly verdict: Verdict; readonly reason: string }[];
  /** Best trial of each candidate, best first. */
  readonly leaderboard: readonly LeaderboardEntry[];
  readonly steps: readonly StepSummary[];
  readonly durationMs: number;
}

export type NullableEstimate = { readonly [K in keyof Estimate]: number | null };

export interface LeaderboardEntry {
  readonly estimator: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Mean of the metric over the validation folds. */
  readonly score: number | null;
}

export interface StepSummary {
  readonly name: string;
  readonly status: "succeeded" | "failed" | "cancelled";
  readonly cached: boolean;
  readonly durationMs: number;
}
