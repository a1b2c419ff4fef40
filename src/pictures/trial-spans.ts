import type { StoredEvent } from "../store/index.ts";

/** A trial as the log tells it. */
export interface TrialSpan {
  /** The step that made it. */
  readonly instance: string;
  readonly trial: number;
  readonly estimator: string;
  readonly score: number | null;
  /** What its folds took together, on however many threads. */
  readonly durationMs: number;
  readonly endMs: number;
  /** It was made by an earlier run, and its result taken over. */
  readonly isKept: boolean;
}

/** Trials of a run, each as it was first told: a resumed run tells those that it takes over from its journal again. */
export function trialSpans(events: readonly StoredEvent[]): TrialSpan[] {
  const spans = new Map<number, TrialSpan>();
  let [instance, sinceMs] = ["", 0];
  let threads = 1;
  for (const event of events) {
    if (event.type === "run.started") threads = Math.max(1, event.body.threads);
    if (event.type === "step.started") [instance, sinceMs] = [event.body.instance, event.at];
    if (event.type !== "trial.finished" || spans.has(event.body.trial)) continue;
    const { trial, estimator, score, durationMs } = event.body;
    // However well its folds shared the threads, a trial can't have taken less than this.
    const isKept = event.at - sinceMs + clockGrainMs < durationMs / threads;
    spans.set(trial, { instance, trial, estimator, score, durationMs, endMs: event.at, isKept });
  }
  return [...spans.values()];
}

/** Events are stamped with a clock of whole milliseconds, durations are measured with another. */
const clockGrainMs = 5;
