import type { PortableSpec } from "../../workflow/index.ts";
import { type FlowEdge, type FlowGraph, flowchartLines } from "../mermaid/flow-graph.ts";
import type { RunView } from "../subject.ts";
import type { Diagram } from "./diagram.ts";
import { dataRow } from "./flow-of-data.ts";
import { judgementRow } from "./flow-of-judgement.ts";
import { learningRow } from "./flow-of-learning.ts";
import { feedbackEdges, lifeRow } from "./flow-of-life.ts";

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
  const hasRun = (step: string): FlowEdge["kind"] =>
    story === null ? "possible" : story.steps.some((row) => row.step === step) ? "taken" : "not-taken";
  const isRegistered = story?.registration?.model != null;
  return {
    groups: [
      dataRow(spec, run, fold),
      learningRow(spec, story, fold),
      judgementRow(spec, story, fold),
      lifeRow(spec, story),
    ],
    edges: [
      { from: "data", to: "learning", kind: hasRun("train") },
      { from: "learning", to: "judgement", kind: hasRun("evaluate") },
      { from: "judgement", to: "life", kind: story === null ? "possible" : isRegistered ? "taken" : "not-taken" },
      ...feedbackEdges(spec, story),
    ],
  };
}
