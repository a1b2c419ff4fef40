import { expect, it } from "vitest";
import { wrapped } from "./wrapped.ts";

it("breaks between words, and words that are longer than a line", () => {
  expect(wrapped("one two three", 20)).toEqual(["one two three"]);
  expect(wrapped("one two three", 8)).toEqual(["one two", "… three"]);
  expect(wrapped("abcdefghij", 4)).toEqual(["abcd", "… efgh", "… ij"]);
  expect(wrapped("", 4)).toEqual([]);
});
