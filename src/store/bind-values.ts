import { fail } from "../errors/index.ts";

/** What SQLite is given and gives back unchanged. */
export type BindValue = string | number | null;

/**
 * Turns parameters into values that SQLite stores and gives back the same; booleans become 0 | 1, safe bigints numbers.
 * @throws STORE_VALUE_REFUSED for what the driver would silently change (NaN to NULL, text cut at NUL, rounded integers)
 */
export function bindValues(parameters: readonly unknown[]): BindValue[] {
  return parameters.map((value, index) => bindValue(value, `Parameter ${index + 1}`));
}

/** One value of {@link bindValues}; `what` names it in the error. @throws STORE_VALUE_REFUSED */
export function bindValue(value: unknown, what: string): BindValue {
  switch (typeof value) {
    case "string":
      return bindText(value, what);
    case "number":
      return bindNumber(value, what);
    case "boolean":
      return value ? 1 : 0;
    case "bigint":
      if (value > BigInt(Number.MAX_SAFE_INTEGER) || value < BigInt(Number.MIN_SAFE_INTEGER)) {
        throw fail("STORE_VALUE_REFUSED", { what, reason: `${value} is beyond 2^53 - 1` });
      }
      return Number(value);
    default:
      if (value === null) return null;
      throw fail("STORE_VALUE_REFUSED", {
        what,
        reason: `${value === undefined ? "undefined" : typeof value} is no value`,
      });
  }
}

/**
 * Text as it can stand in a text column: NUL and halves of surrogate pairs become U+FFFD. The log keeps the original.
 * For free text and names from users' files; ids and keys are refused instead.
 */
export function storableText(text: string): string {
  return text.replace(/\p{Surrogate}|\0/gu, "\uFFFD");
}

function bindText(text: string, what: string): string {
  if (text.includes("\0")) throw fail("STORE_VALUE_REFUSED", { what, reason: "the text holds a NUL character" });
  if (/\p{Surrogate}/u.test(text)) {
    throw fail("STORE_VALUE_REFUSED", { what, reason: "the text holds half of a surrogate pair" });
  }
  return text;
}

function bindNumber(value: number, what: string): number {
  if (!Number.isFinite(value)) throw fail("STORE_VALUE_REFUSED", { what, reason: `${value} is no finite number` });
  return value;
}
