import type { PortableSpec } from "../../workflow/index.ts";
import { classLines } from "../mermaid/class-graph.ts";
import type { RunView } from "../subject.ts";
import { dataClasses, problemClasses } from "./classes-of-data.ts";
import { apiClasses, learningClasses, modelClass } from "./classes-of-model.ts";
import type { Diagram } from "./diagram.ts";

/** What the workflow is made of: problem, schema, features, candidates, the model, and the types of its REST API. */
export const classDiagram: Diagram = {
  kind: "class",
  title: "Classes",
  summary: "problem, schema, features, candidates, the model and the types of its API, with what a run found of each",
  of: {
    run: (run, _, { fold }) => linesOf(run.story.declaration, run, fold),
    declaration: ({ declaration }, { fold }) => linesOf(declaration, null, fold),
  },
};

function linesOf(spec: PortableSpec, run: RunView | null, fold: number): string[] {
  const parts = [
    problemClasses(spec, fold),
    dataClasses(spec, run, fold),
    learningClasses(spec, run, fold),
    modelClass(spec, run),
    apiClasses(spec, run, fold),
  ];
  return classLines(
    parts.flatMap(({ boxes }) => boxes),
    parts.flatMap(({ links }) => links),
  );
}
