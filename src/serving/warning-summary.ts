import type { TableBatch } from "../data/index.ts";
import type { RowWarning } from "../ml/index.ts";

/** Kinds of warnings kept apart; beyond them only a count grows, so that memory doesn't. */
const mostKinds = 100;

/** Warnings of millions of rows, each kind once with how often it came and where it came first. */
export class WarningSummary {
  readonly #kinds = new Map<string, { readonly text: string; readonly firstRow: number; count: number }>();
  #others = 0;

  /** Adds what was odd in one batch: cells that couldn't be read, and what the model found. */
  add({ firstRow, unreadable }: TableBatch, warnings: readonly RowWarning[]): void {
    for (const { row, field, value } of unreadable) {
      const text = `"${field}" can't be read and counts as missing, such as ${JSON.stringify(value.slice(0, 60))}`;
      this.#count(`unreadable ${field}`, text, row);
    }
    for (const { row, message } of warnings) this.#count(message, message, firstRow + row);
  }

  /** One line for each kind, in the order in which they came first. */
  lines(): readonly string[] {
    const lines = [...this.#kinds.values()].map(({ text, firstRow, count }) => {
      const more = count === 1 ? "" : ` and ${count - 1} more`;
      return `${text} (data row ${firstRow + 1}${more})`;
    });
    return this.#others === 0 ? lines : [...lines, `${this.#others} further warnings of other kinds`];
  }

  #count(kind: string, text: string, firstRow: number): void {
    const known = this.#kinds.get(kind);
    if (known !== undefined) known.count++;
    else if (this.#kinds.size < mostKinds) this.#kinds.set(kind, { text, firstRow, count: 1 });
    else this.#others++;
  }
}
