export * from "./binning";
export * from "./distances";
export * from "./features";
export * from "./forest";
export * from "./gradients";
export * from "./histogram";
export * from "./isolation";
export * from "./leaf";
export * from "./leaf-refit";
export * from "./log-loss";
export * from "./loss-absolute-error";
export * from "./loss-huber";
export * from "./loss-logistic";
export * from "./loss-poisson";
export * from "./loss-quantile";
export * from "./loss-softmax";
export * from "./loss-squared-error";
export * from "./loss-tweedie";
export * from "./math";
export * from "./mixture";
export * from "./network";
export * from "./partition";
export * from "./products";
export * from "./splitting";

// Memory below holds the kernels' own tables.
export function heapBase(): usize { return __heap_base; }
