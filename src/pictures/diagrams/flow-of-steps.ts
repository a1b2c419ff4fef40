import { planGraph, type StepInstance } from "../../run/index.ts";
import type { PortableSpec } from "../../workflow/index.ts";
import type { FlowEdge, FlowGroup } from "../mermaid/flow-graph.ts";
import { flowBox, reached } from "../steps/flow-parts.ts";
import type { FlowPart, FlowView } from "../steps/step-picture.ts";
import { pictureOfStep } from "../steps/table.ts";
import type { RunView } from "../subject.ts";
import { type WorkPart, workPartOf, workParts } from "../work-parts.ts";

/** A row of steps, and how its first step was come to. */
export interface RowOfSteps extends FlowGroup {
  readonly entry: FlowEdge["kind"];
}

/** The steps of a run's graph in rows, each as its picture draws it. */
export function stepRows(spec: PortableSpec, run: RunView | null, fold: number): RowOfSteps[] {
  const drawn = planGraph(spec).filter(({ type }) => pictureOfStep(type).isQuiet !== true);
  return workParts.flatMap((part) => {
    const own = drawn.filter(({ type }) => workPartOf(type.phase) === part);
    return own[0] === undefined ? [] : [rowOf(part, own, { spec, run, fold })];
  });
}

function rowOf(
  { id, title }: WorkPart,
  instances: readonly StepInstance[],
  view: Pick<FlowView, "spec" | "run" | "fold">,
): RowOfSteps {
  const parts: FlowPart[] = [];
  for (const instance of instances) {
    const own = { ...view, instance, before: parts.at(-1)?.exit ?? null };
    parts.push(pictureOfStep(instance.type).flow?.(own) ?? flowBox(own, []));
  }
  return {
    id,
    title,
    nodes: parts.flatMap(({ nodes }) => nodes),
    edges: [...parts.flatMap(({ edges }) => edges), ...parts.flatMap(({ aside = [] }) => aside)],
    entry: reached(view.run?.story ?? null, instances[0]!),
  };
}
