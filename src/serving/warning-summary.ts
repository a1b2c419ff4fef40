import type { TableBatch } from "../data/index.ts";
import type { RowWarning } from "../ml/index.ts";

/** Kinds of warnings kept apart; beyond them only a count grows, so that memory doesn't. */
const mostKinds = 100;
/** So many of a field's unseen values are named. */
const mostExamples = 3;
const unseen = ", which was never seen in training";

interface Kind {
  readonly text: string;
  readonly firstRow: number;
  count: number;
  /** Different values, as they are shown; more than are named only say that there are more. */
  readonly examples: Set<string>;
}

/** Warnings of millions of rows, each kind once with how often it came and where it came first. */
export class WarningSummary {
  readonly #kinds = new Map<string, Kind>();
  #others = 0;

  /** Adds what was odd in one batch: cells that couldn't be read, and what the model found. */
  add({ firstRow, unreadable }: TableBatch, warnings: readonly RowWarning[]): void {
    for (const { row, field, value } of unreadable) {
      const text = `"${field}" can't be read and counts as missing, such as ${JSON.stringify(value.slice(0, 60))}`;
      this.#count(`unreadable ${field}`, text, row);
    }
    for (const { row, field, message } of warnings) {
      const value = unseenValue(field, message);
      const kind = value === undefined ? message : `unseen ${field}`;
      this.#count(kind, message, firstRow + row, value);
    }
  }

  /** One line for each kind, in the order in which they came first. */
  lines(): readonly string[] {
    const lines = [...this.#kinds.values()].map((kind) => {
      const more = kind.count === 1 ? "" : ` and ${(kind.count - 1).toLocaleString("en-US")} more`;
      return `${textOf(kind)} (data row ${kind.firstRow + 1}${more})`;
    });
    return this.#others === 0 ? lines : [...lines, `${this.#others} further warnings of other kinds`];
  }

  #count(kind: string, text: string, firstRow: number, value?: string): void {
    let known = this.#kinds.get(kind);
    if (known === undefined) {
      if (this.#kinds.size >= mostKinds) {
        this.#others++;
        return;
      }
      known = { text, firstRow, count: 0, examples: new Set() };
      this.#kinds.set(kind, known);
    }
    known.count++;
    if (value !== undefined && known.examples.size <= mostExamples) known.examples.add(value);
  }
}

/** A column of many values would fill pages with one line each: its unseen values share a line. */
function textOf({ text, examples }: Kind): string {
  if (examples.size < 2) return text;
  const [first] = examples;
  const named = [...examples].slice(0, mostExamples).join(", ");
  const more = examples.size > mostExamples ? " and others" : "";
  return text.replace(`is ${first}${unseen}`, () => `has values that were never seen in training: ${named}${more}`);
}

/** The value as the message shows it, where the message is of a value that training didn't have. */
function unseenValue(field: string, message: string): string | undefined {
  const start = `"${field}" is `;
  return message.startsWith(start) && message.endsWith(unseen)
    ? message.slice(start.length, -unseen.length)
    : undefined;
}
