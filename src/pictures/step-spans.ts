import type { StoredEvent } from "../store/index.ts";

/** One piece of work at a step, from when to when. A step that was interrupted and done again has several. */
export interface StepSpan {
  readonly instance: string;
  readonly step: string;
  readonly startMs: number;
  readonly endMs: number;
  /** stopped: by a person; interrupted: its process was gone; running: not ended by the last event. */
  readonly ending: "done" | "reused" | "failed" | "stopped" | "interrupted" | "running";
  /** The error's code, where it failed. */
  readonly code: string | null;
}

/** Time without a process, between the last that a run said and its resumption. */
export interface Pause {
  readonly startMs: number;
  readonly endMs: number;
}

/** The work at steps and the pauses between processes, from the events of a run, oldest first. */
export function stepSpans(events: readonly StoredEvent[]): { spans: StepSpan[]; pauses: Pause[] } {
  const spans: StepSpan[] = [];
  const pauses: Pause[] = [];
  let open: OpenSpan | null = null;
  let lastMs = events[0]?.at ?? 0;
  const close = (ending: StepSpan["ending"], endMs: number): void => {
    if (open !== null) spans.push({ ...open, endMs, ending, code: null });
    open = null;
  };
  for (const event of events) {
    if (event.type === "step.started") {
      const { instance, step } = event.body;
      open = { instance, step, startMs: event.at };
    }
    const ended = endedSpan(event, open);
    if (ended !== null) {
      spans.push(ended);
      open = null;
    }
    if (event.type === "run.resumed") {
      close("interrupted", lastMs);
      pauses.push({ startMs: lastMs, endMs: event.at });
    }
    if (event.type === "run.finished") {
      // Whoever closes a run that its process left behind does so later; the work ended with the last word of that process.
      const isLeft = event.body.error?.code === "RUN_INTERRUPTED";
      close(isLeft ? "interrupted" : "stopped", isLeft ? lastMs : event.at);
    }
    lastMs = event.at;
  }
  close("running", lastMs);
  return { spans, pauses };
}

type OpenSpan = Pick<StepSpan, "instance" | "step" | "startMs">;

/** A reused step has no start of its own: it began its search for an earlier result so long before. */
function endedSpan(event: StoredEvent, open: OpenSpan | null): StepSpan | null {
  if (event.type !== "step.finished" && event.type !== "step.failed") return null;
  const { instance, step, durationMs } = event.body;
  const startMs = open?.instance === instance ? open.startMs : event.at - durationMs;
  const span = { instance, step, startMs, endMs: event.at };
  if (event.type === "step.failed") return { ...span, ending: "failed", code: event.body.error.code };
  return { ...span, ending: event.body.cached ? "reused" : "done", code: null };
}
