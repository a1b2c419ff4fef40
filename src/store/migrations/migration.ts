import type { Transaction } from "kysely";

/** One step forward of the store's own tables and of the log; tables of records are made anew from the log instead. */
export interface Migration {
  /** Four digits and a word: "0001-first". The order of ids is the order of application. */
  readonly id: string;
  /** SQL statements, run in order in one transaction with `convert`. There is no way back. */
  readonly statements: readonly string[];
  /** What SQL alone can't do, after the statements. */
  convert?(tx: Transaction<unknown>, context: MigrationContext): Promise<void>;
}

/** What a conversion takes from outside. */
export interface MigrationContext {
  /** Path of the home, for errors. */
  readonly home: string;
  /** Wall clock, milliseconds. */
  readonly at: number;
  /** A fresh salt, hexadecimal. */
  salt(): string;
}
