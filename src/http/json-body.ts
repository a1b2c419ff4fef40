import { fail } from "../errors/index.ts";
import { describeJsonFault } from "./json-fault.ts";

/** Deeper than any body that a route reads; far less than what makes a recursive reader overflow. */
const maxDepth = 32;
const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * The JSON value of a request's body. Keys such as `__proto__` become plain own members.
 * @throws HTTP_JSON_INVALID with line and column of the fault; for invalid UTF-8, too deep nesting and an empty body too
 */
export function parseJsonBody(body: Buffer): unknown {
  if (body.length === 0) throw fail("HTTP_JSON_INVALID", { reason: "it is empty" });
  checkDepth(body);
  let text: string;
  try {
    text = decoder.decode(body);
  } catch (cause) {
    throw fail("HTTP_JSON_INVALID", { reason: "it isn't valid UTF-8" }, { cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw fail("HTTP_JSON_INVALID", { reason: describeJsonFault(text) }, { cause });
  }
}

/** One pass over the bytes, because a body of 16 MB of brackets must not reach code that recurses. */
function checkDepth(body: Buffer): void {
  let depth = 0;
  let inText = false;
  for (let i = 0; i < body.length; i++) {
    const byte = body[i]!;
    if (inText) {
      if (byte === 92) i++;
      else if (byte === 34) inText = false;
    } else if (byte === 34) inText = true;
    else if (byte === 91 || byte === 123) {
      if (++depth > maxDepth)
        throw fail("HTTP_JSON_INVALID", { reason: `it is nested deeper than ${maxDepth} levels` });
    } else if (byte === 93 || byte === 125) depth--;
  }
}
