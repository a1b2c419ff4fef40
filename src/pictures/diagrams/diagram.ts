import type { LifePart, LifeWith, RunView, Subject, View } from "../subject.ts";

/** The pictures that people ask for, by Mermaid's names where it has one. */
export type DiagramKind =
  | "flowchart"
  | "sequence"
  | "class"
  | "state"
  | "er"
  | "gantt"
  | "mindmap"
  | "timeline"
  | "gitgraph"
  | "pie"
  | "requirement"
  | "xychart"
  | "journey";

/** Of more parts of one sort than this the rest is counted. */
export const defaultFold = 12;

/** How a picture is wanted. */
export interface DrawOptions {
  /** Which of the diagram's aspects; default: the first that it has. */
  readonly aspect?: string | undefined;
  /** Of more parts of one sort (trials, columns, versions) the rest is folded into one that counts them. Default 12. */
  readonly fold?: number | undefined;
}

/** The same with defaults filled in. `aspect` is "" for diagrams that have but one. */
export interface Wanted {
  readonly aspect: string;
  readonly fold: number;
}

/** One row of the table of diagrams: one file, one line in `table.ts`, one test. */
export interface Diagram {
  readonly kind: DiagramKind;
  /** What a tab or a heading calls it. */
  readonly title: string;
  /** What it shows, as a sentence for help and reference. */
  readonly summary: string;
  /** Aspects of which it draws one at a time, by name, with what each shows; the first is the default. */
  readonly aspects?: Readonly<Record<string, string>>;
  /** What Mermaid is told of the layout, by its own names; it travels in the picture's head. */
  readonly settings?: Readonly<Record<string, Readonly<Record<string, number | boolean | string>>>>;
  /**
   * Its lines, from Mermaid's keyword on, for each view that it can draw. Where a picture can't draw what was asked for, it
   * draws the first of these that the subject has.
   */
  readonly of: {
    readonly run?: (run: RunView, subject: Subject, wanted: Wanted) => readonly string[];
    readonly life?: LifeDrawing<LifePart>;
    readonly declaration?: (subject: Subject, wanted: Wanted) => readonly string[];
  };
}

/** How a life is drawn, and which of its parts that takes: no others are loaded for it. */
export interface LifeDrawing<P extends LifePart> {
  readonly needs: readonly P[];
  readonly draw: (life: LifeWith<P>, subject: Subject, wanted: Wanted) => readonly string[];
}

/** A drawing of a life; the compiler holds it to what it needs. */
export function lifeDrawing<const P extends LifePart>(
  needs: readonly P[],
  draw: LifeDrawing<P>["draw"],
): LifeDrawing<P> {
  return { needs, draw };
}

/** A drawn picture: Mermaid's text, and what it is of. */
export interface Drawing {
  readonly kind: DiagramKind;
  readonly view: View;
  /** What it is of, for people: "bird-strikes: run 20261130-021000-3f2a1b". */
  readonly title: string;
  /** The picture as Mermaid's text, with a title and a first line that says what it was drawn from. */
  readonly text: string;
}
