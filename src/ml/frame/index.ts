export * from "./column.ts";
export type * from "./expression.ts";
export * from "./frame.ts";
export * from "./matrix.ts";
export * from "./target.ts";
