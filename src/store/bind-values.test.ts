import { expect, it } from "vitest";
import { bindValues, storableText } from "./bind-values.ts";

it("passes what SQLite keeps unchanged, and turns truth values and small bigints into numbers", () => {
  const same = ["text", "", "🛠", 0, -1.5, 1e300, 2 ** 53, null];
  expect(bindValues(same)).toEqual(same);
  expect(bindValues([true, false, 10n])).toEqual([1, 0, 10]);
});

it("refuses what would be changed in silence", () => {
  const refused = [
    Number.NaN,
    Infinity,
    undefined,
    2n ** 53n,
    "a\0b",
    "\ud800",
    {},
    [],
    new Date(0),
    new Uint8Array(1),
    () => 1,
    Symbol("x"),
  ];
  for (const value of refused) {
    expect(() => bindValues([1, value])).toThrow(expect.objectContaining({ code: "STORE_VALUE_REFUSED" }));
  }
  expect(() => bindValues([1, Number.NaN])).toThrow("Parameter 2");
});

it("mends free text", () => {
  expect(storableText("a\0b\ud800c🛠")).toBe("a\uFFFDb\uFFFDc🛠");
});
