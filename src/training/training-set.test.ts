import { describe, expect, it } from "vitest";
import { smallTrainingSet } from "../../test/fixtures/small-training-set.ts";
import { fromPortable, toPortable } from "./training-set.ts";

describe("a training set on its way to a thread", () => {
  it("comes back as it was, columns in their order", () => {
    const set = smallTrainingSet();
    const back = fromPortable(structuredClone(toPortable(set)));
    expect(back).toEqual(set);
    expect(back.frame.names).toEqual(["x", "z", "kind"]);
  });

  it("shares the memory of its columns: a clone sees what is written to the original", () => {
    const set = smallTrainingSet();
    const x = set.frame.column("x");
    const copied = structuredClone(toPortable(set)).columns[0]![1];
    if (x.storage !== "values" || copied.storage !== "values") return expect.unreachable();
    x.values[3] = 42;
    expect(copied.values[3]).toBe(42);
  });
});
