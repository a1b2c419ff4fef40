import { flowchartLines } from "../mermaid/flow-graph.ts";
import type { RunView, Subject } from "../subject.ts";
import { type Drawing, type DrawOptions, defaultFold } from "./diagram.ts";
import { drawDiagram, findDiagram, headOf } from "./draw.ts";
import { flowDifference } from "./flow-difference.ts";
import { flowchart, flowOf } from "./flowchart.ts";

/** What changed from one run, version or declaration to another: one flowchart with what was, what is, and both where they differ. */
export function drawDifference(before: Subject, after: Subject, { fold = defaultFold }: DrawOptions = {}): Drawing {
  const graphs = [before, after].map((subject) => flowOf(specOf(subject), runOf(subject), fold));
  const title = `${nameOf(before)} → ${nameOf(after)}`;
  const head = [...headOf(title, flowchart), "%% Drawn by Millrace: what changed between the two"];
  const lines = flowchartLines(flowDifference(graphs[0]!, graphs[1]!));
  return { kind: "flowchart", view: after.asked, title, text: `${[...head, ...lines].join("\n")}\n` };
}

/**
 * Two drawings of one kind to be laid side by side; of a flowchart, one that shows the difference.
 * @throws as `drawDiagram`
 */
export function drawBoth(kind: string, before: Subject, after: Subject, options: DrawOptions = {}): Drawing[] {
  if (findDiagram(kind).kind === "flowchart") return [drawDifference(before, after, options)];
  return [drawDiagram(kind, before, options), drawDiagram(kind, after, options)];
}

function runOf({ asked, run }: Subject): RunView | null {
  return asked === "declaration" ? null : run;
}

function specOf(subject: Subject): Subject["declaration"] {
  return runOf(subject)?.story.declaration ?? subject.declaration;
}

function nameOf(subject: Subject): string {
  const run = runOf(subject);
  return run === null ? `${subject.name} as declared` : `${subject.name} ${run.story.row.id}`;
}
