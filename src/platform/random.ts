/** Chance, injected so that a simulation can repeat itself. What models are trained with has seeds of its own. */
export interface Random {
  /** That many random bytes. */
  bytes(count: number): Uint8Array;
  /** 16 hexadecimal digits that no other process has. */
  name(): string;
  /** A whole number from 0 to `limit` - 1. */
  integer(limit: number): number;
}
