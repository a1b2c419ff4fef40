export { conform } from "./conform.ts";
export type { Conformity, Difference } from "./difference.ts";
export type {
  Drawing as WhiteboardDrawing,
  DrawnBlock,
  DrawnEdge,
  DrawnItem,
  DrawnMessage,
  DrawnNode,
  DrawnNote,
  DrawnParticipant,
  FlowchartDrawing,
  SequenceDrawing,
} from "./drawing.ts";
export { type PartKind, partKinds, parts } from "./parts.ts";
export { partsOfWorkflow, type WorkflowPart } from "./parts-of-workflow.ts";
export { readDrawing } from "./read-drawing.ts";
export type { Sketch, SketchedGate, SketchedLoop, SketchedPart, SketchedParticipant } from "./sketch.ts";
export { understand } from "./understand.ts";
export { type DrawnWishes, taskOf, wishesOf } from "./wishes-of-sketch.ts";
