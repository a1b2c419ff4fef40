import { gitGraphLines } from "../mermaid/git-graph.ts";
import { type Diagram, lifeDrawing } from "./diagram.ts";
import { experimentActs } from "./experiments.ts";

/** Experiments as branches: each run leaves main, what becomes champion is merged into it, what is refused ends where it is. */
export const gitgraph: Diagram = {
  kind: "gitgraph",
  title: "Git graph",
  summary: "experiments as branches; champions merged into main, refused runs left, rollbacks with their reason",
  settings: { gitGraph: { titleTopMargin: 48 } },
  of: {
    life: lifeDrawing(["newest"], (life, { name, declaration }, { fold }) =>
      gitGraphLines(experimentActs(life, name, declaration, fold)),
    ),
  },
};
