import { describe, expect, it } from "vitest";
import { systemPlatform } from "../platform/index.ts";
import { groupWrites } from "./group-writes.ts";

const { machine } = systemPlatform;

/** A write that ends when it is told to. */
function heldWrite() {
  const groups: string[][] = [];
  const ends: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const write = groupWrites<string>((items) => {
    groups.push([...items]);
    return new Promise((resolve, reject) => ends.push({ resolve, reject }));
  }, machine);
  return { groups, ends, write };
}
const turns = async (count = 3): Promise<void> => {
  for (let i = 0; i < count; i++) await machine.turn();
};

describe("groupWrites", () => {
  it("writes together what is given in one turn, and what is given during a write in the next one, in order", async () => {
    const { groups, ends, write } = heldWrite();
    const first = [write("a"), write("b")];
    await turns();
    const second = [write("c")];
    await turns();
    second.push(write("d"));
    await turns();
    expect(groups).toEqual([["a", "b"]]);
    ends[0]!.resolve();
    await Promise.all(first);
    await turns();
    expect(groups).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
    ends[1]!.resolve();
    await Promise.all(second);
  });

  it("resolves no item before its own group is written", async () => {
    const { ends, write } = heldWrite();
    const resolved: string[] = [];
    const first = write("a").then(() => resolved.push("a"));
    await turns();
    const second = write("b").then(() => resolved.push("b"));
    await turns();
    expect(resolved).toEqual([]);
    ends[0]!.resolve();
    await first;
    await turns();
    expect(resolved).toEqual(["a"]);
    ends[1]!.resolve();
    await second;
  });

  it("rejects every item of a group that could not be written, and goes on with the next", async () => {
    const { groups, ends, write } = heldWrite();
    const failed = Promise.allSettled([write("a"), write("b")]);
    await turns();
    const next = write("c");
    ends[0]!.reject(new Error("the disk is full"));
    expect((await failed).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await turns();
    ends[1]!.resolve();
    await next;
    expect(groups).toEqual([["a", "b"], ["c"]]);
  });

  it("divides what is more than a hundred", async () => {
    const sizes: number[] = [];
    const write = groupWrites<number>(async (items) => void sizes.push(items.length), machine);
    await Promise.all(Array.from({ length: 250 }, (_, i) => write(i)));
    expect(sizes).toEqual([100, 100, 50]);
  });
});
