import type { PhaseName } from "../workflow/index.ts";

/** A part of a run as pictures divide it: a row of the flowchart, a section of the Gantt. */
export interface WorkPart {
  readonly id: string;
  readonly title: "Data" | "Learning" | "Judgement";
  readonly phases: readonly PhaseName[];
}

/** The parts of a run, in order. */
export const workParts: readonly WorkPart[] = [
  { id: "data", title: "Data", phases: ["problem", "data", "preparation", "exploration"] },
  { id: "learning", title: "Learning", phases: ["features", "training"] },
  { id: "judgement", title: "Judgement", phases: ["evaluation", "deployment", "monitoring", "maintenance"] },
];

/** The part that a phase belongs to. */
export function workPartOf(phase: PhaseName): WorkPart {
  return workParts.find(({ phases }) => phases.includes(phase))!;
}
