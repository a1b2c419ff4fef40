import { trainStep } from "../../run/index.ts";
import { checkResults } from "../check-results.ts";
import { type PieSlice, pieLines } from "../mermaid/pie-lines.ts";
import { stepSpans } from "../step-spans.ts";
import { stepState, stepTitle } from "../step-state.ts";
import type { RunView } from "../subject.ts";
import { trialSpans } from "../trial-spans.ts";
import { counted, spell } from "../words.ts";
import { aspectEmpty } from "./aspect-empty.ts";
import type { Diagram } from "./diagram.ts";

/** Shares of a whole: of a run's time, of the target's classes, of the search, of the checks. */
export const pie: Diagram = {
  kind: "pie",
  title: "Shares",
  summary: "shares of a whole",
  aspects: {
    time: "wall time of the run by step, with what lay between",
    classes: "rows by class of the target",
    candidates: "time spent in trials by candidate",
    checks: "checks of the data by what they said",
  },
  of: {
    run: (run, _, { aspect, fold }) => {
      const { slices, rest, showsData } = pies[aspect]!(run);
      const drawn = slices.filter(({ value }) => value > 0);
      if (drawn.length === 0) throw aspectEmpty("pie", aspect, "all of it comes to nothing");
      return pieLines(drawn, fold, rest, showsData);
    },
  },
};

/** `rest` is what the slices are called where the smallest are drawn as one. */
interface Pie {
  readonly slices: readonly PieSlice[];
  readonly rest: string;
  readonly showsData: boolean;
}

const pies: Readonly<Record<string, (run: RunView) => Pie>> = {
  time: timeByStep,
  classes: rowsByClass,
  candidates: timeByCandidate,
  checks: checksByStatus,
};

function timeByStep({ events }: RunView): Pie {
  const { spans, pauses } = stepSpans(events);
  const names = [...new Set(spans.map(({ instance }) => instance))];
  const slices = names.map((name): PieSlice => {
    const own = spans.filter(({ instance }) => instance === name);
    const value = total(own.map(({ startMs, endMs }) => endMs - startMs));
    return {
      label: `${stepTitle(own[0]!)}, ${own.at(-1)!.ending === "reused" ? "reused, " : ""}${spell(value)}`,
      value,
    };
  });
  const paused = total(pauses.map(({ startMs, endMs }) => endMs - startMs));
  const all = (events.at(-1)?.at ?? 0) - (events[0]?.at ?? 0);
  const between = Math.max(0, all - paused - total(slices.map(({ value }) => value)));
  const parts = [
    ...slices,
    { label: `between steps, ${spell(between)}`, value: between },
    { label: `no process at work, ${spell(paused)}`, value: paused },
  ];
  return { slices: withoutSlivers(parts, all), rest: "parts", showsData: false };
}

/** Slices thinner than this are drawn as one: Mermaid would write their shares over each other. */
const thinnest = 0.025;

function withoutSlivers(slices: readonly PieSlice[], all: number): PieSlice[] {
  const isThin = ({ value }: PieSlice): boolean => value < thinnest * all;
  const thin = slices.filter((slice) => isThin(slice) && slice.value > 0);
  if (thin.length < 2) return [...slices];
  const value = total(thin.map((slice) => slice.value));
  const names =
    thin.length > 3 ? `${thin.length} short parts, ${spell(value)}` : thin.map(({ label }) => label).join(", ");
  return [...slices.filter((slice) => !isThin(slice)), { label: names, value }];
}

function rowsByClass({ story: { profile } }: RunView): Pie {
  if (profile === null) throw aspectEmpty("pie", "classes", "the run didn't come to its profile");
  if (profile.target?.kind !== "classes") throw aspectEmpty("pie", "classes", "the target has no classes");
  const slices = profile.target.classes.map(({ label, count }) => ({ label, value: count }));
  return { slices, rest: "classes", showsData: true };
}

function timeByCandidate({ events, story }: RunView): Pie {
  const made = trialSpans(events).filter(({ isKept }) => !isKept);
  if (made.length === 0) {
    const isReused = stepState(story, trainStep) === "reused";
    throw aspectEmpty(
      "pie",
      "candidates",
      isReused ? "the search was taken over from an earlier run" : "the run made no trial",
    );
  }
  const names = [...new Set(made.map(({ estimator }) => estimator))];
  const slices = names.map((name): PieSlice => {
    const own = made.filter(({ estimator }) => estimator === name);
    const value = total(own.map(({ durationMs }) => durationMs));
    return { label: `${name}, ${counted(own.length, "trial")}, ${spell(value)}`, value };
  });
  return { slices, rest: "candidates", showsData: false };
}

function checksByStatus(run: RunView): Pie {
  const results = checkResults(run);
  if (results.length === 0) throw aspectEmpty("pie", "checks", "the log of this run has no check");
  const slices = (["passed", "warned", "failed"] as const).map((status): PieSlice => {
    return { label: status, value: results.filter((result) => result.status === status).length };
  });
  return { slices, rest: "checks", showsData: true };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
