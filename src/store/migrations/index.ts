import { first } from "./0001-first.ts";
import { claims } from "./0002-claims.ts";
import type { Migration } from "./migration.ts";

export type { Migration } from "./migration.ts";

/** Every migration, oldest first. A new one is a file and a line here; one that was released is never changed. */
export const migrations: readonly Migration[] = [first, claims];
