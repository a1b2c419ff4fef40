import type { RunStory } from "../../run/index.ts";
import type { StoredEvent } from "../../store/index.ts";
import { type EventOf, eventsOf } from "../events-of.ts";
import type { TimelineSection } from "../mermaid/timeline-lines.ts";
import { metricOf } from "../metric-of.ts";
import { settingText } from "../setting-text.ts";
import { stepTitle } from "../step-state.ts";
import type { RunView } from "../subject.ts";
import { counted, figure, instant, spell } from "../words.ts";

/** A run's events in their order: a section for its beginning, for each step that it came to, and for its end. */
export function runSections({ story, events }: RunView, fold: number): TimelineSection[] {
  return stretches(events).map(({ title, events }) => {
    const trials = eventsOf(events, "trial.finished");
    const said = events.flatMap((event) =>
      event.type === "trial.finished"
        ? event === trials[0]
          ? trialLines(trials, story, fold)
          : []
        : [tell(event)].filter((line) => line !== null),
    );
    return { title, periods: [{ title: instant(events[0]!.at).slice(11), events: said }] };
  });
}

/** Events between a step's first and last are its own; a resumption begins a stretch of its own. */
function stretches(events: readonly StoredEvent[]): { title: string; events: StoredEvent[] }[] {
  const found: { title: string; events: StoredEvent[]; isOpen: boolean }[] = [];
  const begin = (title: string): void => void found.push({ title, events: [], isOpen: true });
  for (const event of events) {
    const title = titleOf(event);
    const isOther = title !== null && found.at(-1)?.title !== title;
    if (event.type === "step.started" || (isOther && event.type !== "step.failed")) begin(title!);
    if (event.type === "run.finished" || event.type === "run.resumed" || found.length === 0) begin(boundary(event));
    found.at(-1)!.events.push(event);
  }
  return found.filter(({ events }) => events.length > 0);
}

function titleOf(event: StoredEvent): string | null {
  return event.type === "step.started" || event.type === "step.finished" || event.type === "step.failed"
    ? stepTitle(event.body)
    : null;
}

function boundary({ type }: StoredEvent): string {
  return type === "run.finished" ? "the end" : type === "run.resumed" ? "resumed" : "the beginning";
}

/** By their number: which of several settings is done first depends on the machine. */
function trialLines(trials: readonly EventOf<"trial.finished">[], { declaration }: RunStory, fold: number): string[] {
  const { label } = metricOf(declaration);
  if (trials.length <= Math.min(fold, 4)) {
    const ordered = [...trials].sort((a, b) => a.body.trial - b.body.trial);
    return ordered.map(({ body: { estimator, params, score } }) =>
      [`${estimator} ${score === null ? "no score" : `${label} ${figure(score)}`}`, settingText(params)]
        .filter((part) => part !== "")
        .join(", "),
    );
  }
  const scored = trials.filter(({ body }) => body.score !== null).length;
  const without = trials.length - scored;
  return [`${counted(trials.length, "setting")} tried${without === 0 ? "" : `, ${without} without a score`}`];
}

/** An event as a line; null where its section's title says it already. */
function tell(event: StoredEvent): string | null {
  switch (event.type) {
    case "run.started":
      return `${event.actor.name} runs ${event.body.workflow}${event.body.note === null ? "" : `, “${event.body.note}”`}`;
    case "run.resumed":
      return event.body.reason;
    case "run.finished":
      return `${event.body.status} after ${spell(event.body.durationMs)}${event.body.error === null ? "" : `, ${event.body.error.code}`}`;
    case "step.finished":
      return event.body.cached ? "unchanged, reused" : `done in ${spell(event.body.durationMs)}`;
    case "step.failed":
      return `failed, ${event.body.error.code}`;
    default:
      return found(event);
  }
}

function found(event: StoredEvent): string | null {
  switch (event.type) {
    case "snapshot.taken":
      return `${counted(event.body.rows, "row")} × ${counted(event.body.columns, "column")}`;
    case "check.decided":
      return `${event.body.check}${event.body.column === null ? "" : ` of ${event.body.column}`} ${event.body.status}`;
    case "split.made":
      return `${counted(event.body.trainingRows, "row")} to learn, ${counted(event.body.testRows, "row")} to test`;
    case "candidate.chosen":
      return `${event.body.estimator} is chosen`;
    case "fit.resumed":
      return `the fit of ${event.body.estimator} goes on from its checkpoint`;
    case "model.evaluated":
      return `measured on ${counted(event.body.rows, "row")}`;
    default:
      return judged(event);
  }
}

function judged(event: StoredEvent): string | null {
  switch (event.type) {
    case "gate.decided":
      return `${event.body.gate} ${event.body.verdict === "insufficient" ? "has too little evidence" : event.body.verdict === "pass" ? "holds" : "fails"}`;
    case "version.registered":
      return `version ${event.body.version} of ${event.body.model}`;
    case "alias.moved":
      return `${event.body.alias} points to version ${event.body.version}`;
    case "alert.raised":
      return `alert, ${event.body.title}`;
    default:
      return null;
  }
}
