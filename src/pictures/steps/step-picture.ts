import type { RunStory, StepInstance, StepType } from "../../run/index.ts";
import type { PortableSpec } from "../../workflow/index.ts";
import type { Ends } from "../diagrams/event-ends.ts";
import type { FlowEdge, FlowNode } from "../mermaid/flow-graph.ts";
import type { RunView } from "../subject.ts";

/** How a type of step is drawn, where that isn't the plain way: one box, its question, its end. */
export interface StepPicture {
  readonly step: StepType;
  /** True where it is shown by the pictures of time only: nothing is made or decided there that people ask about. */
  readonly isQuiet?: boolean;
  /** Its part of the flowchart. */
  flow?(view: FlowView): FlowPart;
  /** What the declaration says will be said, as lines of a sequence. */
  declared?(spec: PortableSpec, fold: number): string[];
  /** How it ends in a sequence, where none of its events tell it. */
  ended?(story: RunStory, ends: Ends, durationMs: number): string[];
  /** What it had come to, where its earlier result was reused. */
  found?(story: RunStory, fold: number): string[];
}

/** What a part of the flowchart is drawn from. */
export interface FlowView {
  readonly instance: StepInstance;
  readonly spec: PortableSpec;
  /** Null: only the declaration is drawn. */
  readonly run: RunView | null;
  readonly fold: number;
  /** What leads to it in its row; null where it is the first. */
  readonly before: FlowExit | null;
}

/** The boxes and arrows of a step. */
export interface FlowPart {
  readonly nodes: readonly FlowNode[];
  /** Arrows that lead to it and those within it. */
  readonly edges: readonly FlowEdge[];
  /** Arrows that lead aside, drawn after those of the row. */
  readonly aside?: readonly FlowEdge[];
  readonly exit: FlowExit;
}

/** Where the arrow to the next step begins, and what it says. */
export interface FlowExit {
  readonly from: string;
  readonly label?: string | undefined;
}
