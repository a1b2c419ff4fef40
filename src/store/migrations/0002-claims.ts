import type { Migration } from "./migration.ts";

/** Claims end by the monotonic time of their owner's machine, too. */
export const claims: Migration = {
  id: "0002-claims",
  statements: ["alter table claims add column until_ms real"],
};
