/** Somebody or something that takes part in a sequence. */
export interface DrawnParticipant {
  readonly id: string;
  /** What the drawing shows; the id where it names nothing else. */
  readonly label: string;
  /** Where it is first named, from 1. */
  readonly line: number;
  /** Drawn as `actor`. */
  readonly isPerson: boolean;
}

/** An arrow between two participants. */
export interface DrawnMessage {
  readonly type: "message";
  readonly line: number;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  /** Dashed: by custom an answer, not a request. */
  readonly isReply: boolean;
}

export interface DrawnNote {
  readonly type: "note";
  readonly line: number;
  readonly over: readonly string[];
  readonly text: string;
}

/** Sorts of blocks that mean something for a pipeline; `rect` and `box` only colour, their content stands in their place. */
export type BlockKind = "alt" | "opt" | "loop" | "par" | "critical" | "break";

export interface DrawnBranch {
  readonly line: number;
  readonly label: string;
  readonly items: readonly DrawnItem[];
}

/** `alt`, `par` and `critical` have several branches, the others one. */
export interface DrawnBlock {
  readonly type: "block";
  readonly kind: BlockKind;
  readonly line: number;
  readonly branches: readonly DrawnBranch[];
}

export type DrawnItem = DrawnMessage | DrawnNote | DrawnBlock;

export interface SequenceDrawing {
  readonly kind: "sequence";
  readonly title: string | null;
  readonly participants: readonly DrawnParticipant[];
  readonly items: readonly DrawnItem[];
}

export interface DrawnNode {
  readonly id: string;
  readonly label: string;
  readonly line: number;
  /** Drawn as a diamond. */
  readonly isDecision: boolean;
  /** Ids of the subgraphs around it, outermost first. */
  readonly groups: readonly string[];
}

export interface DrawnEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly line: number;
}

export interface FlowchartDrawing {
  readonly kind: "flowchart";
  readonly title: string | null;
  /** In the order in which they are first named. */
  readonly nodes: readonly DrawnNode[];
  /** An end may be a subgraph's id. */
  readonly edges: readonly DrawnEdge[];
}

/** What a drawing says, before anyone asks what it means. Texts are decoded, on one line. */
export type Drawing = SequenceDrawing | FlowchartDrawing;
