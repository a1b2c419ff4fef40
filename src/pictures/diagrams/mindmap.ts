import type { RunStory } from "../../run/index.ts";
import type { PortableSpec } from "../../workflow/index.ts";
import { judgedBy } from "../declared-words.ts";
import { mindMapLines, type Thought } from "../mermaid/mind-map.ts";
import type { RunView } from "../subject.ts";
import type { Diagram } from "./diagram.ts";
import { afterBranches, learningBranches } from "./mindmap-after.ts";
import { dataBranches, problemBranches } from "./mindmap-before.ts";

/** The whole workflow at a glance; of a run, with what came of each part. */
export const mindmap: Diagram = {
  kind: "mindmap",
  title: "Mind map",
  summary: "the whole workflow at a glance, from problem to risks",
  of: {
    run: (run, _, { fold }) => mindMapLines(thoughtsOf(run.story.declaration, run, fold)),
    declaration: ({ declaration }, { fold }) => mindMapLines(thoughtsOf(declaration, null, fold)),
  },
};

function thoughtsOf(spec: PortableSpec, run: RunView | null, fold: number): Thought {
  return {
    lines: [spec.name, judgedBy(spec), ...(run === null ? [] : [ending(run.story)])],
    children: [
      ...problemBranches(spec, fold),
      ...dataBranches(spec, run, fold),
      ...learningBranches(spec, run, fold),
      ...afterBranches(spec, run, fold),
    ],
  };
}

function ending({ row, gates }: RunStory): string {
  if (row.status !== "succeeded") return { running: "not over", failed: "failed", cancelled: "stopped" }[row.status];
  if (gates === null) return "done";
  return { pass: "every gate holds", fail: "not accepted", insufficient: "too little evidence" }[gates.verdict];
}
