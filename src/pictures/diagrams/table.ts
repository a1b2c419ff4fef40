import { classDiagram } from "./class.ts";
import type { Diagram } from "./diagram.ts";
import { er } from "./er.ts";
import { flowchart } from "./flowchart.ts";
import { gantt } from "./gantt.ts";
import { gitgraph } from "./gitgraph.ts";
import { journey } from "./journey.ts";
import { mindmap } from "./mindmap.ts";
import { pie } from "./pie.ts";
import { requirement } from "./requirement.ts";
import { sequence } from "./sequence.ts";
import { state } from "./state.ts";
import { timeline } from "./timeline.ts";
import { xychart } from "./xychart.ts";

/** Every diagram, in the order in which help and reference list them. */
export const diagramTable: readonly Diagram[] = [
  flowchart,
  sequence,
  gantt,
  pie,
  xychart,
  mindmap,
  state,
  timeline,
  gitgraph,
  journey,
  classDiagram,
  er,
  requirement,
];
