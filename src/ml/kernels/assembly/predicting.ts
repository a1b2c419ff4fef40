export { scoreLanes } from "./block-lanes";
export { explainRows } from "./explaining";
export { explainMasks } from "./explaining-masks";
export { explainPairs } from "./explaining-pairs";
export { forwardNetwork } from "./layers";
export * from "./math";
export { scoreShallow } from "./shallow";
export * from "./walking";

// Memory below holds the kernels' own tables.
export function heapBase(): usize { return __heap_base; }
