import { timelineLines } from "../mermaid/timeline-lines.ts";
import { type Diagram, lifeDrawing } from "./diagram.ts";
import { lifeSections } from "./timeline-of-life.ts";
import { runSections } from "./timeline-of-run.ts";

/** What happened, in its order: a model's life by day or month, or a run by step. */
export const timeline: Diagram = {
  kind: "timeline",
  title: "Timeline",
  summary: "what happened when: a model's life by day, month or year, or a run step by step",
  of: {
    life: lifeDrawing(["periods", "scores"], (life, { name, declaration }, { fold }) =>
      timelineLines(`${name}: from its first run on`, lifeSections(life, declaration, fold)),
    ),
    run: (run, { name }, { fold }) => timelineLines(`${name}: run ${run.story.row.id}`, runSections(run, fold)),
  },
};
