import { expect, test } from "vitest";
import { GrowingArray } from "./growing-array.ts";

test("a growing array keeps what is added, one by one and in blocks, across its growth", () => {
  const array = new GrowingArray(Uint32Array);
  const expected: number[] = [];
  for (let i = 0; i < 3000; i++) {
    array.push(i * 7);
    expected.push(i * 7);
    if (i % 1000 === 0) {
      array.append(Uint32Array.of(i, i + 1));
      expected.push(i, i + 1);
    }
  }
  array.append(Uint32Array.from({ length: 20_000 }, (_, i) => i));
  for (let i = 0; i < 20_000; i++) expected.push(i);
  expect(array.length).toBe(expected.length);
  expect([...array.toArray()]).toEqual(expected);
});
