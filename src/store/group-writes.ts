import type { Machine } from "../platform/index.ts";

/** A group has no more items than this, so that no write holds up everything else for long. */
const mostItems = 100;

interface Group<T> {
  readonly items: T[];
  readonly written: Promise<void>;
}

/**
 * Shares the price of a durable write: what is given in one turn of the event loop, or while a write is under way, is written
 * together, in the order it was given.
 * @param write makes a group durable; never called twice at a time
 * @returns resolves when the item's group is durable; rejects, as for all of its group, with what `write` threw
 */
export function groupWrites<T>(
  write: (items: readonly T[]) => Promise<void>,
  machine: Pick<Machine, "turn">,
): (item: T) => Promise<void> {
  let open: Group<T> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const openGroup = (): Group<T> => {
    const items: T[] = [];
    const written = Promise.all([last, machine.turn()]).then(() => {
      if (open?.items === items) open = undefined;
      return write(items);
    });
    // Each item's writer learns of a failure; the next group is tried all the same.
    last = written.catch(() => {});
    return { items, written };
  };
  return (item) => {
    if (open === undefined || open.items.length === mostItems) open = openGroup();
    open.items.push(item);
    return open.written;
  };
}
