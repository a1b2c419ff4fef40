export type { Diagram, DiagramKind, Drawing, DrawOptions } from "./diagram.ts";
export { drawDiagram, findDiagram } from "./draw.ts";
export { drawBoth } from "./draw-difference.ts";
export { diagramTable } from "./table.ts";
