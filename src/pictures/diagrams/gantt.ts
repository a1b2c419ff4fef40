import type { RunView } from "../subject.ts";
import type { Diagram } from "./diagram.ts";
import { type GanttBar, ganttBars } from "./gantt-bars.ts";
import { ganttScale } from "./gantt-scale.ts";

/** What took how long: steps, trials and verdicts of a run on one axis of time. */
export const gantt: Diagram = {
  kind: "gantt",
  title: "Gantt",
  summary: "steps, trials, pauses and verdicts of a run on one axis of time",
  of: {
    run: (run, _, { fold }) => {
      const bars = ganttBars(run, fold);
      return ganttLines(bars.length === 0 ? [begun(run)] : bars);
    },
  },
};

/** Mermaid draws no axis without a task. */
function begun({ story: { row } }: RunView): GanttBar {
  return { section: "Data", label: "begun, and no step yet", mark: "active", startMs: row.started_at, endMs: null };
}

/** A bar narrower than this share of the picture can't be seen. */
const narrowest = 1 / 150;

function ganttLines(bars: readonly GanttBar[]): string[] {
  const startMs = Math.min(...bars.map((bar) => bar.startMs));
  const endMs = Math.max(...bars.map((bar) => bar.endMs ?? bar.startMs));
  const spanMs = endMs - startMs;
  const leastMs = Math.max(1, Math.ceil(spanMs * narrowest));
  const sections = (["Waiting", "Data", "Learning", "Judgement"] as const).filter((name) =>
    bars.some(({ section }) => section === name),
  );
  return [
    "gantt",
    "  %% Times are UTC. Very short bars are drawn a little longer than they took; their words say how long that was.",
    "  %% A trial's bar ends when it was done, and is as long as its folds took together.",
    // Mermaid reads and shows these in one and the same zone, so that everybody sees UTC; milliseconds since 1970 would be
    // shown in the zone of whoever looks.
    "  dateFormat YYYY-MM-DD HH:mm:ss.SSS",
    ...ganttScale(Math.max(spanMs, leastMs)).map((line) => `  ${line}`),
    "  todayMarker off",
    ...sections.flatMap((name) => [
      `  section ${name}`,
      ...bars.filter(({ section }) => section === name).map((bar) => `    ${barLine(bar, leastMs)}`),
    ]),
  ];
}

function barLine({ label, mark, startMs, endMs }: GanttBar, leastMs: number): string {
  const tags = [...(mark === "" ? [] : [mark]), ...(endMs === null ? ["milestone"] : [])];
  const end = endMs === null ? "0ms" : timeText(Math.max(endMs, startMs + leastMs));
  return `${label} :${[...tags, timeText(startMs), end].join(", ")}`;
}

/** "2026-11-30 02:10:47.120", in UTC. */
function timeText(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 23).replace("T", " ");
}
