import { describe, expect, it } from "vitest";
import { compareKeys, digestOf, type KeyDocument } from "./cache-key.ts";

const document: KeyDocument = {
  step: "train",
  build: "0.1.0+aa",
  inputs: { "snapshot.table": "sha256:1" },
  parameters: { search: { trials: 10, folds: 5 }, seed: 1, candidates: [{ name: "forest" }] },
};

describe("compareKeys", () => {
  it("says nothing of equal documents", () => {
    expect(compareKeys(document, structuredClone(document))).toEqual([]);
  });

  it("names each member that differs by its path, in order of names", () => {
    const after: KeyDocument = {
      ...document,
      inputs: { "snapshot.table": "sha256:2" },
      parameters: { search: { trials: 30, folds: 5 }, seed: 1, candidates: [{ name: "forest" }] },
    };
    expect(compareKeys(document, after)).toEqual([
      { what: "inputs.snapshot.table", before: "sha256:1", after: "sha256:2" },
      { what: "parameters.search.trials", before: "10", after: "30" },
    ]);
  });

  it("says null for what is only on one side, also in lists", () => {
    const after: KeyDocument = {
      ...document,
      parameters: { search: { trials: 10, folds: 5 }, candidates: [{ name: "forest" }, { name: "logistic" }] },
    };
    expect(compareKeys(document, after)).toEqual([
      { what: "parameters.candidates.1.name", before: null, after: "logistic" },
      { what: "parameters.seed", before: "1", after: null },
    ]);
  });

  it("tells an emptied list or object, which has no member to differ in", () => {
    const before: KeyDocument = { ...document, parameters: { checks: [], costs: null } };
    expect(compareKeys(before, { ...document, parameters: { checks: {}, costs: null } })).toEqual([
      { what: "parameters.checks", before: "[]", after: "{}" },
    ]);
  });

  it('tells the text "1" from the number 1', () => {
    const before: KeyDocument = { ...document, parameters: { positive: "1" } };
    expect(compareKeys(before, { ...document, parameters: { positive: 1 } })).toHaveLength(1);
  });

  it("has a difference wherever the digests differ, and none where they agree", () => {
    const reordered = { parameters: document.parameters, inputs: document.inputs, build: "0.1.0+aa", step: "train" };
    expect(digestOf(reordered)).toBe(digestOf(document));
    expect(compareKeys(document, reordered)).toEqual([]);
  });
});
