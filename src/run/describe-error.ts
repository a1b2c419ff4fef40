import { isMillraceError } from "../errors/index.ts";

/** An error as the log keeps it: a row of the table, or INTERNAL for what nobody foresaw. */
export function describeError(error: unknown): { code: string; message: string; fix: string } {
  if (isMillraceError(error)) return { code: error.code, message: error.message, fix: error.fix };
  return { code: "INTERNAL", message: error instanceof Error ? error.message : String(error), fix: "" };
}
