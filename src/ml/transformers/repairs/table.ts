import { clip } from "./clip.ts";
import type { RepairDefinition } from "./repair.ts";
import { unifyText } from "./unify-text.ts";

/** Every repair (a column -> the same column, put right) by its name. */
export const repairTable: ReadonlyMap<string, RepairDefinition> = new Map(
  [clip, unifyText].map((definition) => [definition.name, definition]),
);
