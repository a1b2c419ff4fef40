import type { ErrorEntry } from "./entry.ts";
import { type ErrorCode, errorTable } from "./table.ts";

/** Where in the user's own file the cause stands. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
}

/** The one shape in which errors leave Millrace: HTTP bodies and `--json` print exactly this. */
export interface ErrorBody {
  readonly error: { readonly code: string; readonly message: string; readonly fix: string; readonly docs: string };
}

type Detail<C extends ErrorCode> = (typeof errorTable)[C] extends ErrorEntry<infer D> ? D : never;

/** Every error that Millrace throws on purpose. Make one with {@link fail}. */
export class MillraceError extends Error {
  readonly code: ErrorCode;
  readonly fix: string;
  readonly docs: string;
  readonly status: number;
  readonly exitCode: number;
  readonly detail: unknown;
  readonly at: SourceLocation | undefined;

  constructor(code: ErrorCode, detail: unknown, options: { at?: SourceLocation | undefined; cause?: unknown } = {}) {
    const row = errorTable[code] as ErrorEntry<unknown>;
    const where = options.at === undefined ? "" : `${options.at.file}:${options.at.line}: `;
    super(where + row.message(detail), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "MillraceError";
    this.code = code;
    this.fix = row.fix(detail);
    this.docs = `docs/reference/errors.md#${code.toLowerCase()}`;
    this.status = row.status;
    this.exitCode = row.exit;
    this.detail = detail;
    this.at = options.at;
  }

  /** The error as every outlet prints it. */
  toBody(): ErrorBody {
    return { error: { code: this.code, message: this.message, fix: this.fix, docs: this.docs } };
  }
}

/**
 * Makes the error of a code: `throw fail("DATA_FILE_MISSING", { path })`.
 * @param detail what the row's message and fix need
 * @param options `at`: file and line in the user's workflow; `cause`: the error underneath
 */
export function fail<C extends ErrorCode>(
  code: C,
  detail: Detail<C>,
  options: { at?: SourceLocation | undefined; cause?: unknown } = {},
): MillraceError {
  return new MillraceError(code, detail, options);
}

/** True where `error` is a MillraceError of that code (any code if none is given). */
export function isMillraceError(error: unknown, code?: ErrorCode): error is MillraceError {
  return error instanceof MillraceError && (code === undefined || error.code === code);
}
