export * from "./binning";
export * from "./forest";
export * from "./gradients";
export * from "./histogram";
export * from "./math";
export * from "./network";
export * from "./partition";
export * from "./products";
export * from "./splitting";

// Memory below holds the kernels' own tables.
export function heapBase(): usize { return __heap_base; }
