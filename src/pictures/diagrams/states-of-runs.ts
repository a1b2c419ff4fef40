import { median } from "../median.ts";
import type { StateGraph } from "../mermaid/state-graph.ts";
import type { PartState } from "../mermaid/states.ts";
import type { LifeView } from "../subject.ts";
import { counted, spell } from "../words.ts";

/** How runs begin and end; of a life, how many did so. */
export function runStates(life: LifeView | null): StateGraph {
  const seen = life === null ? null : runCounts(life);
  const took = median((life?.runs ?? []).flatMap((row) => (row.status === "succeeded" ? [row.duration_ms ?? 0] : [])));
  const on = seen === null || seen.running === 0 ? [] : [`${counted(seen.running, "run")} now`];
  const inner: StateGraph = {
    states: [
      { id: "running", lines: ["running", ...on], look: on.length > 0 ? "running" : lookOf(seen?.all, "done") },
      { id: "interrupted", lines: ["interrupted"], look: lookOf(seen?.resumed, "warned") },
      { id: "succeeded", lines: ["succeeded"], look: lookOf(seen?.succeeded, "done") },
      { id: "failed", lines: ["failed"], look: lookOf(seen?.failed, "failed") },
      { id: "cancelled", lines: ["cancelled"], look: lookOf(seen?.cancelled, "warned") },
    ],
    transitions: [
      { from: "[*]", to: "running", lines: times(seen?.all, "run") },
      { from: "running", to: "interrupted", lines: ["its process is gone"] },
      { from: "interrupted", to: "running", lines: ["resumed", ...times(seen?.resumed, "time")] },
      { from: "running", to: "succeeded", lines: [...times(seen?.succeeded, "run"), ...medianLine(took)] },
      { from: "running", to: "failed", lines: times(seen?.failed, "run") },
      { from: "running", to: "cancelled", lines: times(seen?.cancelled, "run") },
    ],
  };
  return { states: [{ id: "run", lines: ["a run"], look: "planned", inner }], transitions: [] };
}

function runCounts({ runs }: LifeView) {
  const of = (status: string): number => runs.filter((row) => row.status === status).length;
  return {
    all: runs.length,
    running: of("running"),
    succeeded: of("succeeded"),
    failed: of("failed"),
    cancelled: of("cancelled"),
    resumed: runs.reduce((sum, { resumed }) => sum + resumed, 0),
  };
}

function lookOf(seen: number | undefined, look: PartState): PartState {
  return seen === undefined || seen === 0 ? "planned" : look;
}

/** "3 runs"; nothing where nobody counted. */
export function times(value: number | undefined, noun: string): string[] {
  return value === undefined ? [] : [counted(value, noun)];
}

/** "median 2 d"; nothing where nothing was timed. */
export function medianLine(medianMs: number | null | undefined): string[] {
  return medianMs == null ? [] : [`median ${spell(medianMs)}`];
}
