import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

/**
 * One embedded DuckDB per process, in memory, started when first asked for: importing this file loads nothing, so that
 * commands that read no table start fast. Dates are read in UTC, whatever the machine's zone is.
 */
let instance: Promise<DuckDBInstance> | undefined;

async function start(): Promise<DuckDBInstance> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  return await DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    // It makes a join of each list of more than a few texts: a table of forty columns would take half a minute to plan.
    disabled_optimizers: "in_clause",
  });
}

/**
 * Runs `work` with a connection of its own (temporary tables and streams belong to it) and closes that afterwards.
 * @param settings `threads`: how many DuckDB uses from now on; `spillFolder`: where it may put what doesn't fit in memory
 */
export async function withDuckDB<T>(
  work: (connection: DuckDBConnection) => Promise<T>,
  settings: { threads?: number | undefined; spillFolder?: string | undefined } = {},
): Promise<T> {
  instance ??= start();
  const connection = await (await instance).connect();
  try {
    await connection.run("SET TimeZone = 'UTC'");
    if (settings.threads !== undefined) await connection.run(`SET threads = ${Math.max(1, settings.threads)}`);
    if (settings.spillFolder !== undefined) {
      await connection.run(`SET temp_directory = ${sqlText(settings.spillFolder)}`).catch(() => undefined);
    }
    return await work(connection);
  } finally {
    connection.closeSync();
  }
}

/** Ends the shared DuckDB, if it was started. The next use starts another. */
export async function closeDuckDB(): Promise<void> {
  const running = instance;
  instance = undefined;
  if (running !== undefined) (await running).closeSync();
}

/** A text as an SQL literal. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as an SQL identifier. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The one row that a query gives, by column name; BIGINT as number. */
export async function queryRow(
  connection: DuckDBConnection,
  sql: string,
): Promise<Record<string, number | string | boolean | null>> {
  return (await queryRows(connection, sql))[0]!;
}

/** All rows of a (small) query as plain objects; BIGINT as number. */
export async function queryRows(
  connection: DuckDBConnection,
  sql: string,
): Promise<Record<string, number | string | boolean | null>[]> {
  const reader = await connection.runAndReadAll(sql);
  return reader
    .getRowObjectsJS()
    .map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [
          name,
          typeof value === "bigint" ? Number(value) : (value as number | string | boolean | null),
        ]),
      ),
    );
}
