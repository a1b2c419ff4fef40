/** What one row of the error table says. `D` is what the thrower must know. */
export interface ErrorEntry<D> {
  /** HTTP status of the answer that carries this error. */
  readonly status: number;
  /** Exit code of the command line: 1 internal, 2 bad usage or input, 5 a data check. */
  readonly exit: 1 | 2 | 5;
  /** One sentence for the reference: when does this happen? */
  readonly meaning: string;
  /** What was expected and what came, with the values at hand. */
  readonly message: (detail: D) => string;
  /** What the reader can do about it. */
  readonly fix: (detail: D) => string;
}

/** Declares a row of the table; exists so that `D` is inferred from the annotation at the call. */
export function entry<D = Record<string, never>>(row: ErrorEntry<D>): ErrorEntry<D> {
  return row;
}
