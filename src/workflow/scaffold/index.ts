export { environmentTypes, type KnownTable } from "./environment-types.ts";
export { type ScaffoldColumn, type ScaffoldLeak, type ScaffoldOptions, scaffoldWorkflow } from "./scaffold.ts";
export type { CitedSection, ScaffoldWishes, Wish } from "./wishes.ts";
