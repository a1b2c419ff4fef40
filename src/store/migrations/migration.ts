/** One step forward of the records' shape: SQL statements, run in order in one transaction. There is no way back. */
export interface Migration {
  /** Four digits and a word: "0001-first". The order of ids is the order of application. */
  readonly id: string;
  readonly statements: readonly string[];
}
