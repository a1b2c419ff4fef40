export { callSite } from "./call-site.ts";
export type * from "./declaration.ts";
export { defineWorkflow } from "./define-workflow.ts";
export type * from "./known-tables.ts";
export type * from "./specs.ts";
export type * from "./table-types.ts";
export * from "./task-types.ts";
export { isWorkflow, type Workflow } from "./workflow.ts";
