import type { Machine } from "../../platform/index.ts";

/** The most rows that one statement gives: the database is read synchronously, and a server answers requests between two pages. */
export const mostRows = 200;
/** Runs of which facts are counted at once; each has some dozens of rows. */
const mostRuns = 100;

/** Is told how many rows each page had, or items that were worked on before the event loop turned. */
export type PageObserver = (rows: number) => void;

/** Reads what may be long page by page; the event loop turns after each. */
export class Pages {
  readonly #machine: Pick<Machine, "turn">;
  readonly #onPage: PageObserver;

  constructor(machine: Pick<Machine, "turn">, onPage: PageObserver = () => {}) {
    this.#machine = machine;
    this.#onPage = onPage;
  }

  /** All rows. @param read the rows after the last one that is known, in order, at most `limit` */
  async all<Row>(read: (last: Row | undefined, limit: number) => Promise<readonly Row[]>): Promise<Row[]> {
    const rows: Row[] = [];
    for (;;) {
      const page = await read(rows.at(-1), mostRows);
      for (const row of page) rows.push(row);
      await this.#turn(page.length);
      if (page.length < mostRows) return rows;
    }
  }

  /** What is read of some items at a time. @param read what is known of at most `limit` of the items */
  async of<Item, Row>(
    items: readonly Item[],
    read: (some: readonly Item[]) => Promise<readonly Row[]>,
    limit = mostRuns,
  ): Promise<Row[]> {
    const rows: Row[] = [];
    for (let from = 0; from < items.length; from += limit) {
      const page = await read(items.slice(from, from + limit));
      for (const row of page) rows.push(row);
      await this.#turn(page.length);
    }
    return rows;
  }

  /** Visits items that are in memory, some at a time. */
  async each<Item>(items: readonly Item[], visit: (item: Item) => void): Promise<void> {
    for (let from = 0; from < items.length; from += mostRows) {
      const some = items.slice(from, from + mostRows);
      for (const item of some) visit(item);
      await this.#turn(some.length);
    }
  }

  async #turn(rows: number): Promise<void> {
    this.#onPage(rows);
    await this.#machine.turn();
  }
}
