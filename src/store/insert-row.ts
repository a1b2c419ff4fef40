import { CompiledQuery, type Kysely } from "kysely";

/**
 * Writes a row with every column, without Kysely's builder: it takes longer to put the text together than SQLite to run it, and
 * each trial is two of them.
 * @param verb "replace" also takes the place of a row with the same key
 */
export async function insertRow<Tables, Name extends keyof Tables & string>(
  db: Kysely<Tables>,
  verb: "insert" | "replace",
  table: Name,
  row: Tables[Name] & object,
): Promise<void> {
  const columns = Object.keys(row);
  const places = columns.map(() => "?");
  const text = `${verb} into "${table}" (${columns.join(", ")}) values (${places.join(", ")})`;
  await db.executeQuery(CompiledQuery.raw(text, Object.values(row)));
}
