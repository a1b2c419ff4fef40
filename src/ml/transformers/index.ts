export * from "./table.ts";
export type * from "./transformer.ts";
