import { entry } from "./entry.ts";

/** What can go wrong in `pictures/`. */
export const picturesErrors = {
  PICTURE_KIND_UNKNOWN: entry<{ kind: string; suggestion: string; kinds: string }>({
    status: 404,
    exit: 2,
    meaning: "There is no diagram of that name.",
    message: (d) => `There is no diagram "${d.kind}".${d.suggestion} Diagrams: ${d.kinds}.`,
    fix: () => "Use one of the names listed.",
  }),
  PICTURE_ASPECT_UNKNOWN: entry<{ kind: string; aspect: string; suggestion: string; aspects: string }>({
    status: 404,
    exit: 2,
    meaning: "A diagram has no aspect of that name.",
    message: (d) => `The ${d.kind} has no aspect "${d.aspect}".${d.suggestion} Aspects: ${d.aspects}.`,
    fix: () => "Use one of the aspects listed, or leave it out.",
  }),
  PICTURE_ASPECT_EMPTY: entry<{ kind: string; aspect: string; reason: string }>({
    status: 409,
    exit: 2,
    meaning:
      "What an aspect of a diagram is drawn from isn't there: the run didn't reach it, or the task has no such thing.",
    message: (d) => `The ${d.kind} has nothing to draw of "${d.aspect}": ${d.reason}.`,
    fix: () => "Draw another aspect of it, or another run.",
  }),
  PICTURE_NOTHING_TO_DRAW: entry<{ kind: string; name: string }>({
    status: 409,
    exit: 2,
    meaning: "A diagram is drawn from what happened, and of this workflow nothing has happened yet.",
    message: (d) => `The ${d.kind} is drawn from a run, and "${d.name}" has none here yet.`,
    fix: () => "millrace run, then draw it; or draw the flowchart or the sequence, which need no run.",
  }),
} as const;
