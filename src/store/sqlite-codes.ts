/** The part of SQLite's (or Node's) error that says what happened. */
export interface CodedError {
  readonly code: string;
  readonly message: string;
}

/** True where another connection held a lock: trying again later is right. */
export function isBusy(error: unknown): boolean {
  return isCoded(error) && (error.code.startsWith("SQLITE_BUSY") || error.code.startsWith("SQLITE_LOCKED"));
}

export function isCoded(error: unknown): error is CodedError {
  return error instanceof Error && typeof (error as Partial<CodedError>).code === "string";
}
