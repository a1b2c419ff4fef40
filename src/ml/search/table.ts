import { defaultsOnly } from "./defaults-only.ts";
import { randomSearch } from "./random-search.ts";
import type { SearchMethod } from "./search-method.ts";

/** Every search method, by the name a workflow gives. */
export const searchTable: readonly SearchMethod[] = [randomSearch, defaultsOnly];

/** The search method of that name, if there is one. */
export function findSearchMethod(name: string): SearchMethod | undefined {
  return searchTable.find((method) => method.name === name);
}
