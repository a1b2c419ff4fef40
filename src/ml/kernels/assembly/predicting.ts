export { scoreLanes } from "./block-lanes";
export { forwardNetwork } from "./layers";
export * from "./math";
export * from "./walking";

// Memory below holds the kernels' own tables.
export function heapBase(): usize { return __heap_base; }
