import type { PortableSpec } from "../../workflow/index.ts";
import { type FlowEdge, type FlowGraph, flowchartLines } from "../mermaid/flow-graph.ts";
import type { RunView } from "../subject.ts";
import type { Diagram } from "./diagram.ts";
import { feedbackEdges, lifeRow } from "./flow-of-life.ts";
import { stepRows } from "./flow-of-steps.ts";

/** Steps, decisions and ways back, from the source to a model in use; of a run, coloured by how each part ended. */
export const flowchart: Diagram = {
  kind: "flowchart",
  title: "Flowchart",
  summary: "steps, gates and ways back, coloured by how each ended",
  settings: { flowchart: { wrappingWidth: 320, nodeSpacing: 36, rankSpacing: 44 } },
  of: {
    run: (run, _, { fold }) => flowchartLines(flowOf(run.story.declaration, run, fold)),
    declaration: ({ declaration }, { fold }) => flowchartLines(flowOf(declaration, null, fold)),
  },
};

/** The graph of a declaration; with a run, of what came of it. */
export function flowOf(spec: PortableSpec, run: RunView | null, fold: number): FlowGraph {
  const story = run?.story ?? null;
  const rows = stepRows(spec, run, fold);
  const life = lifeRow(spec, story);
  const isRegistered = story?.registration?.model != null;
  return {
    groups: [...rows.map(({ entry, ...row }) => row), life],
    edges: [
      ...rows.slice(1).map(({ id, entry }, i): FlowEdge => ({ from: rows[i]!.id, to: id, kind: entry })),
      {
        from: rows.at(-1)!.id,
        to: life.id,
        kind: story === null ? "possible" : isRegistered ? "taken" : "not-taken",
      },
      ...feedbackEdges(spec, story),
    ],
  };
}
