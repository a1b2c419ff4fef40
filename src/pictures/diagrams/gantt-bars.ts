import { findStepType } from "../../run/index.ts";
import { bare } from "../mermaid/text.ts";
import { metricOf } from "../metric-of.ts";
import { type StepSpan, stepSpans } from "../step-spans.ts";
import { stepTitle } from "../step-state.ts";
import type { RunView } from "../subject.ts";
import { type TrialSpan, trialSpans } from "../trial-spans.ts";
import { figure, spell } from "../words.ts";
import { type WorkPart, workPartOf, workParts } from "../work-parts.ts";

/** A bar of a Gantt, or a milestone where it has no end. `label` is Mermaid's text. */
export interface GanttBar {
  readonly section: "Waiting" | WorkPart["title"];
  readonly label: string;
  readonly mark: "" | "active" | "crit" | "done";
  readonly startMs: number;
  readonly endMs: number | null;
}

/** All that a run did, in the order of its steps; of more trials than `fold` the longest have bars of their own. */
export function ganttBars({ story, events }: RunView, fold: number): GanttBar[] {
  const { spans, pauses } = stepSpans(events);
  const trials = trialSpans(events);
  const { label } = metricOf(story.declaration);
  return [
    ...pauses.map(({ startMs, endMs }): GanttBar => {
      const label = `no process was at work for ${spell(endMs - startMs)}`;
      return { section: "Waiting", label, mark: "", startMs, endMs };
    }),
    ...spans.flatMap((span, i) => {
      const isLast = !spans.slice(i + 1).some(({ instance }) => instance === span.instance);
      const own = trials.filter(({ instance }) => instance === span.instance);
      return [stepBar(span), ...(isLast ? trialBars(own, spans, label, fold) : [])];
    }),
    ...milestones(events),
  ];
}

const marks: Readonly<Record<StepSpan["ending"], GanttBar["mark"]>> = {
  done: "done",
  reused: "",
  failed: "crit",
  stopped: "crit",
  interrupted: "crit",
  running: "active",
};

function stepBar(span: StepSpan): GanttBar {
  const { startMs, endMs, ending, code } = span;
  const took = spell(endMs - startMs);
  const words: Readonly<Record<StepSpan["ending"], string>> = {
    done: took,
    reused: "unchanged, reused",
    failed: `failed after ${took} with ${code}`,
    stopped: `stopped after ${took}`,
    interrupted: `cut off after ${took}`,
    running: `not ended, ${took} so far`,
  };
  return {
    section: sectionOf(span),
    label: `${stepTitle(span)} (${words[ending]})`,
    mark: marks[ending],
    startMs,
    endMs,
  };
}

function sectionOf({ step }: StepSpan): GanttBar["section"] {
  const type = findStepType(step);
  return (type === undefined ? workParts[0]! : workPartOf(type.phase)).title;
}

function trialBars(trials: readonly TrialSpan[], spans: readonly StepSpan[], label: string, fold: number): GanttBar[] {
  if (trials.length === 0) return [];
  const isFolded = trials.length > fold;
  const longest = [...trials].sort((a, b) => b.durationMs - a.durationMs || a.trial - b.trial);
  const alone = isFolded ? longest.slice(0, Math.max(0, fold - 1)) : longest;
  const rest = trials.filter((trial) => !alone.includes(trial));
  const bars = alone.map((trial) => trialBar(trial, startOf(trial, spans), label));
  return [...bars.sort((a, b) => a.startMs - b.startMs), ...(rest.length === 0 ? [] : [restBar(rest, spans)])];
}

/** Folds share the threads, so their time together may reach back beyond the search's own start. */
function startOf({ instance, endMs, durationMs, isKept }: TrialSpan, spans: readonly StepSpan[]): number {
  const search = spans.findLast((span) => span.instance === instance && span.startMs <= endMs);
  return isKept ? endMs : Math.max(endMs - durationMs, search?.startMs ?? 0);
}

function trialBar(trial: TrialSpan, startMs: number, metric: string): GanttBar {
  const { estimator, score, durationMs, endMs, isKept } = trial;
  const worth = score === null ? "no score" : `${metric} ${figure(score)}`;
  const took = isKept ? "kept from an earlier run" : spell(durationMs);
  const label = `${trial.trial + 1}. ${estimator}, ${worth} (${took})`;
  return { section: "Learning", label, mark: isKept ? "" : "done", startMs, endMs };
}

function restBar(rest: readonly TrialSpan[], spans: readonly StepSpan[]): GanttBar {
  const startMs = Math.min(...rest.map((trial) => startOf(trial, spans)));
  const endMs = Math.max(...rest.map((trial) => trial.endMs));
  const made = rest.filter(({ isKept }) => !isKept).reduce((sum, { durationMs }) => sum + durationMs, 0);
  return {
    section: "Learning",
    label: `${rest.length} other trials (${spell(made)} together)`,
    mark: "done",
    startMs,
    endMs,
  };
}

function milestones(events: RunView["events"]): GanttBar[] {
  const words = { pass: "holds", fail: "fails", insufficient: "too little evidence" };
  const bars = new Map<string, GanttBar>();
  // A resumed run says again what it found; the first time counts.
  const put = (label: string, mark: GanttBar["mark"], startMs: number): void => {
    if (!bars.has(label)) bars.set(label, { section: "Judgement", label, mark, startMs, endMs: null });
  };
  for (const { type, body, at } of events) {
    if (type === "gate.decided")
      put(`${bare(body.gate)} ${words[body.verdict]}`, body.verdict === "pass" ? "done" : "crit", at);
    if (type === "version.registered") put(`${bare(body.model)} version ${body.version}`, "done", at);
    if (type === "alias.moved") put(`${bare(body.alias)} is version ${body.version}`, "done", at);
    if (type === "alert.raised") put(`alert to ${bare(body.to ?? "whoever reads the log")}`, "crit", at);
  }
  return [...bars.values()];
}
