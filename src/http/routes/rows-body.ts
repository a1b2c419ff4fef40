import { fail, suggestion } from "../../errors/index.ts";
import type { Row } from "../../serving/index.ts";

/** What a body asks to be scored. */
export interface RowsRequest {
  readonly rows: readonly Row[];
  readonly strict: boolean;
  /** Also say what each column added. */
  readonly explain: boolean;
}

/**
 * The rows of a body of `POST /predict`: one row, an array of rows, or `{ rows, strict?, explain? }`.
 * A field's value is never a list, so a `rows` that is one can't be a field of that name.
 * @throws HTTP_BODY_INVALID
 */
export function rowsRequestOf(
  body: unknown,
  { strict = false, explain = false }: { readonly strict: boolean | undefined; readonly explain: boolean | undefined },
): RowsRequest {
  if (Array.isArray(body)) return { rows: rowsOf(body, "the body"), strict, explain };
  if (!isObject(body)) throw invalid("the body", "a row (an object), an array of rows or { rows: [...] }", body);
  const rows = Object.hasOwn(body, "rows") ? body["rows"] : undefined;
  if (!Array.isArray(rows)) return { rows: [body as Row], strict, explain };
  refuseOthers(body);
  return {
    rows: rowsOf(rows, '"rows"'),
    strict: switchOf(body, "strict") || strict,
    explain: switchOf(body, "explain") || explain,
  };
}

const members = ["rows", "strict", "explain"];

/** A switch that is misspelt would be one that is silently off. @throws HTTP_BODY_INVALID */
function refuseOthers(body: Readonly<Record<string, unknown>>): void {
  const other = Object.keys(body).find((name) => !members.includes(name));
  if (other === undefined) return;
  throw invalid(
    `"${other}"`,
    `absent beside "rows".${suggestion(other, members)} Members: ${members.join(", ")}`,
    body[other],
  );
}

/** A member that is true, false or not there. @throws HTTP_BODY_INVALID */
export function switchOf(body: Readonly<Record<string, unknown>>, name: string): boolean {
  const declared = body[name];
  if (declared !== undefined && typeof declared !== "boolean") throw invalid(`"${name}"`, "true or false", declared);
  return declared === true;
}

/** An array in which every item is a row. @throws HTTP_BODY_INVALID */
export function rowsOf(items: readonly unknown[], where: string): readonly Row[] {
  for (let i = 0; i < items.length; i++) {
    if (!isObject(items[i])) throw invalid(`${where}, row ${i}`, "an object with a member for each field", items[i]);
  }
  return items as readonly Row[];
}

/** True for a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The error for a part of a body that isn't what it should be. */
export function invalid(where: string, expected: string, got: unknown): Error {
  return fail("HTTP_BODY_INVALID", { where, expected, got: describeJson(got) });
}

/** A JSON value in a few words, for messages. */
export function describeJson(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isObject(value)) return "an object";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
