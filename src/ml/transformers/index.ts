export type * from "./transformer.ts";
