export type * from "./field.ts";
export type * from "./pipeline.ts";
export type * from "./prediction.ts";
export type * from "./recipe.ts";
