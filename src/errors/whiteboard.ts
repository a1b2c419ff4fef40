import { entry } from "./entry.ts";

/** What can go wrong in `pictures/whiteboard/`. */
export const whiteboardErrors = {
  DRAWING_MISSING: entry<{ path: string; reason: string; suggestion: string }>({
    status: 404,
    exit: 2,
    meaning: "There is no drawing at the path.",
    message: (d) => `The drawing ${d.path} can't be read: ${d.reason}.${d.suggestion}`,
    fix: () => "Name a file of Mermaid text (.mmd), or a Markdown file with a mermaid block.",
  }),
  DRAWING_TOO_LARGE: entry<{ limit: string; got: string }>({
    status: 413,
    exit: 2,
    meaning: "A drawing is larger, more nested or more tangled than anything that a team draws.",
    message: (d) => `A drawing may have ${d.limit}, this one has ${d.got}.`,
    fix: () => "Draw the pipeline on its own, and what is inside a part in another drawing.",
  }),
  DRAWING_KIND_UNKNOWN: entry<{ got: string }>({
    status: 400,
    exit: 2,
    meaning: "A file holds no sequence diagram and no flowchart.",
    message: (d) =>
      `A drawing must start with sequenceDiagram, flowchart or graph, ${d.got === "" ? "this one is empty" : `got "${d.got}"`}.`,
    fix: () => "Draw the pipeline as a Mermaid sequence diagram or flowchart.",
  }),
  DRAWING_LINE_UNREADABLE: entry<{ expected: string; got: string; fix: string }>({
    status: 400,
    exit: 2,
    meaning: "A line of a drawing isn't Mermaid's grammar of sequence diagrams or flowcharts.",
    message: (d) => `Expected ${d.expected}, got ${d.got === "" ? "nothing" : `"${d.got}"`}.`,
    fix: (d) => d.fix,
  }),
  DRAWING_NOT_UNDERSTOOD: entry<{ lines: number; first: string }>({
    status: 422,
    exit: 2,
    meaning: "No line of a drawing names a part of a machine-learning pipeline.",
    message: (d) =>
      `None of the ${d.lines} lines of the drawing is a part of a pipeline that Millrace knows${d.first === "" ? "" : `; the first is "${d.first}"`}.`,
    fix: () => 'Name what is done in plain words: "fetch data", "train model", "validate", "register model".',
  }),
} as const;
