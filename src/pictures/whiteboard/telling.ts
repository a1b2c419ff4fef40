import type { DrawnParticipant } from "./drawing.ts";

/** Where in the blocks of a drawing something stands: the choices and loops around it, outermost first. */
export type Place = readonly (
  | { readonly within: "branch"; readonly choice: Choice; readonly branch: number }
  | { readonly within: "loop"; readonly loop: Loop }
)[];

/** One thing that a drawing says, whichever sort of drawing it is: a message, a note, or a box of a flowchart. */
export interface Utterance {
  readonly type: "utterance";
  readonly kind: "request" | "reply" | "note" | "step";
  readonly line: number;
  readonly text: string;
  /** Who says it, and to whom; absent in flowcharts and of notes' second party. */
  readonly from: DrawnParticipant | null;
  readonly to: DrawnParticipant | null;
  readonly place: Place;
}

/** A fork: `alt`, `opt`, `break` and `critical` of a sequence, a diamond of a flowchart. */
export interface Choice {
  readonly type: "choice";
  readonly kind: "alt" | "opt" | "break" | "critical" | "decision";
  readonly line: number;
  /** What is asked: a diamond's text, else the label of the first branch. */
  readonly text: string;
  readonly branches: readonly { readonly line: number; readonly label: string }[];
  readonly place: Place;
}

/** Something drawn as done again and again. */
export interface Loop {
  readonly type: "loop";
  readonly line: number;
  readonly text: string;
  /** Of a flowchart's arrow back: the box that it leads to. Null: what follows stands in the loop. */
  readonly backTo: string | null;
  readonly place: Place;
}

/** What a drawing says, in order; a choice or a loop of a sequence comes right before what it holds. */
export type Told = Utterance | Choice | Loop;
