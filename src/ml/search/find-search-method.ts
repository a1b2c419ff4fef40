import type { SearchMethod } from "./search-method.ts";
import { searchTable } from "./table.ts";

/** The search method of that name, if there is one. */
export function findSearchMethod(name: string): SearchMethod | undefined {
  return searchTable.find((method) => method.name === name);
}
