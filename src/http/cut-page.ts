import { pageSizes } from "./contract/paging.ts";
import { invalid } from "./routes/rows-body.ts";

/** A page of a list, and the cursor of the next one. */
export interface ListPage<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/**
 * Reads one page by key, so that what comes or goes meanwhile moves no row to another page.
 * @param read rows after a key (undefined: from the start), in the order of their keys, at most `limit`
 * @throws HTTP_BODY_INVALID for a cursor that no page gave
 */
export async function cutPage<T, K extends string | number>(
  { cursor, limit = pageSizes.usual }: { readonly cursor: string | undefined; readonly limit: number | undefined },
  read: (after: K | undefined, limit: number) => Promise<readonly T[]> | readonly T[],
  keyOf: (row: T) => K,
): Promise<ListPage<T>> {
  const rows = await read(cursor === undefined ? undefined : (keyFrom(cursor) as K), limit + 1);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? cursorOf(keyOf(last)) : null };
}

function cursorOf(key: string | number): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

function keyFrom(cursor: string): string | number {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if ((typeof key === "string" || typeof key === "number") && cursorOf(key) === cursor) return key;
  } catch {
    // Any other text is no cursor.
  }
  throw invalid('query parameter "cursor"', "the `next` of a page", cursor);
}
