export type * from "./matrix/matrix-step.ts";
export { matrixStepTable } from "./matrix/table.ts";
export type * from "./repairs/repair.ts";
export { repairTable } from "./repairs/table.ts";
export * from "./table.ts";
export type * from "./transformer.ts";
