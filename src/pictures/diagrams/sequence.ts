import { type Diagram, lifeDrawing } from "./diagram.ts";
import { declaredSequence } from "./sequence-of-declaration.ts";
import { lifeSequence } from "./sequence-of-life.ts";
import { runSequence } from "./sequence-of-run.ts";

/** Who said what to whom: every change of state a message of its own, jobs told from calls, loops and decisions shown. */
export const sequence: Diagram = {
  kind: "sequence",
  title: "Sequence",
  summary: "who asked whom for what, and what came back: every change of state is a message",
  of: {
    run: (run, _, { fold }) => runSequence(run, fold),
    life: lifeDrawing(["newest"], (life, subject, { fold }) => lifeSequence(life, subject, fold)),
    declaration: ({ declaration }, { fold }) => declaredSequence(declaration, fold),
  },
};
