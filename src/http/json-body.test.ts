import { describe, expect, it } from "vitest";
import { isMillraceError } from "../errors/index.ts";
import { parseJsonBody } from "./json-body.ts";

const parse = (text: string): unknown => parseJsonBody(Buffer.from(text));
const reasonOf = (body: string | Buffer): string => {
  try {
    parseJsonBody(Buffer.from(body));
  } catch (error) {
    if (isMillraceError(error, "HTTP_JSON_INVALID")) return error.message;
    throw error;
  }
  return "valid";
};

describe("parseJsonBody", () => {
  it("reads JSON, with or without a byte order mark", () => {
    expect(parse('{"a":[1,"x",null]}')).toEqual({ a: [1, "x", null] });
    expect(parse('\ufeff{"a":1}')).toEqual({ a: 1 });
  });

  it.each([
    ['{"a":NaN}', 'expected a value, got "NaN" at line 1, column 6'],
    ['{"a":-Infinity}', 'expected a value, got "-Infinity" at line 1, column 6'],
    ['{"a":1,\n "b" 2}', 'expected ":", got "2" at line 2, column 6'],
    ["[1,2,]", 'expected a value, got "]" at line 1, column 6'],
    ['{"a":', "expected a value, got the end of the body at line 1, column 6"],
    ["{'a':1}", 'expected a name in double quotes, got "\'" at line 1, column 2'],
    ['{"a":1}x', 'expected the end, got "x" at line 1, column 8'],
    ['{"a":"x}', "a text without its closing quote at line 1, column 6"],
    ['"\\q"', "an unknown escape in a text at line 1, column 2"],
    ["[01]", 'expected "," or "]", got "1" at line 1, column 3'],
  ])("says where %s stops being JSON", (text, reason) => {
    expect(reasonOf(text)).toBe(`The body isn't valid JSON: ${reason}.`);
  });

  it("refuses an empty body, invalid UTF-8 and deep nesting", () => {
    expect(reasonOf("")).toContain("it is empty");
    expect(reasonOf(Buffer.from([0x22, 0xc0, 0xae, 0x22]))).toContain("UTF-8");
    expect(reasonOf("[".repeat(100_000))).toContain("nested deeper than 32");
    expect(reasonOf('["[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\"["]')).toBe("valid");
  });

  it("keeps __proto__ a plain member", () => {
    const value = parse('{"__proto__":{"polluted":1}}') as Record<string, unknown>;
    expect(Object.keys(value)).toEqual(["__proto__"]);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});
