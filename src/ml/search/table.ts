import { defaultsOnly } from "./defaults-only.ts";
import { gridSearch } from "./grid-search.ts";
import { randomSearch } from "./random-search.ts";
import { tpeSearch } from "./tpe-search.ts";

/** Every search method, by the name a workflow gives. */
export const searchTable = [randomSearch, gridSearch, tpeSearch, defaultsOnly] as const;

/** What `search.method` may be. */
export type SearchMethodName = (typeof searchTable)[number]["name"];
