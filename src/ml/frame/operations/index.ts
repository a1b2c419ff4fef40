import { arithmetic } from "./arithmetic.ts";
import { bins } from "./bins.ts";
import { comparison } from "./comparison.ts";
import { dates } from "./date.ts";
import { logic } from "./logic.ts";
import { missing } from "./missing.ts";
import type { Operation } from "./operation.ts";
import { texts } from "./text.ts";

/** The table of operations, by name: everything that a feature expression can call. */
export const operationTable: ReadonlyMap<string, Operation> = new Map(
  [...arithmetic, ...comparison, ...logic, ...missing, ...dates, ...texts, ...bins].map((operation) => [
    operation.name,
    operation,
  ]),
);
