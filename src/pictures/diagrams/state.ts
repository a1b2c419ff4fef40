import { stateDiagramLines } from "../mermaid/state-graph.ts";
import { type Diagram, lifeDrawing } from "./diagram.ts";
import { runStates } from "./states-of-runs.ts";
import { versionStates } from "./states-of-versions.ts";

/** The states of runs and of the versions that come of them; of a life, with how many took each way and after what time. */
export const state: Diagram = {
  kind: "state",
  title: "States",
  summary: "the states of runs and versions, with how many took each way and after what time",
  of: {
    life: lifeDrawing([], (life, { declaration }, { fold }) =>
      stateDiagramLines(joined(runStates(life), versionStates(declaration, life, fold))),
    ),
    declaration: ({ declaration }, { fold }) =>
      stateDiagramLines(joined(runStates(null), versionStates(declaration, null, fold))),
  },
};

function joined(
  ...graphs: readonly Parameters<typeof stateDiagramLines>[0][]
): Parameters<typeof stateDiagramLines>[0] {
  return {
    states: graphs.flatMap(({ states }) => states),
    transitions: graphs.flatMap(({ transitions }) => transitions),
  };
}
