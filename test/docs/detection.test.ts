import { describe, expect, it } from "vitest";
import { parseDocComment } from "../../scripts/docs/source/doc-comment.ts";
import { compileErrors } from "./compile.ts";
import { cutFault } from "./guide-snippets.ts";
import { brokenLink } from "./markdown-files.ts";
import { unprinted } from "./printed.ts";

/** The tests of the docs rest on these; each must find the fault that it is there for. */
describe("what holds the docs to the code", () => {
  it("finds code that doesn't compile, section and value alike", () => {
    const names = { millrace: ["defineWorkflow", "table", "nulls", "byTime"], "millrace/ml": [] };
    const errors = compileErrors(
      [
        { from: "good section", code: "split: byTime({ test: 0.2 }),", entry: "millrace" },
        { from: "bad section", code: "split: byTime({ share: 0.2 }),", entry: "millrace" },
        { from: "bad value", code: 'nulls("age", { max: "0.1" })', entry: "millrace" },
      ],
      names,
    );
    expect(errors.map((error) => error.split(" (")[0])).toEqual(["bad section", "bad value"]);
  }, 120_000);

  it("finds lines that don't stand in the file they are said to be cut from, whatever their indentation", () => {
    const cutFrom = "examples/04-clustering/regimes.workflow.ts";
    const block = (code: string) => ({ place: "page:1", language: "ts", code, cutFrom });
    expect(cutFault(block("search: { trials: 5 },"))).toEqual([]);
    expect(cutFault(block("search: { trials: 6 },"))).toEqual([`page:1: these lines don't stand in ${cutFrom}`]);
    expect(cutFault({ ...block("x"), cutFrom: "examples/none.ts" })).toEqual(["page:1: there is no examples/none.ts"]);
  });

  it("finds lines that no command prints; … stands for anything", () => {
    const block = { place: "page:1", episode: "01", lines: ["  1.  forest  0.8…", "ROC AUC   0.7"] };
    expect(unprinted(block, "1. forest 0.8123\n    ROC AUC 0.75")).toEqual(["ROC AUC   0.7"]);
  });

  it("finds links to pages and headings that aren't there", () => {
    expect(brokenLink("docs/guide/README.md", "../reference/errors.md#ml_one_class")).toEqual([]);
    expect(brokenLink("docs/guide/README.md", "../reference/errors.md#ml_two_class")).toHaveLength(1);
    expect(brokenLink("docs/guide/README.md", "nowhere.md")).toHaveLength(1);
  });

  it("reads doc comments, tags in the middle of a line too", () => {
    const comment =
      "*\n * Rows as they\n * come.\n * @param rows how many @throws DATA_EMPTY\n * @example\n * read({\n *   rows: 3,\n * })\n ";
    expect(parseDocComment(comment)).toEqual({
      text: "Rows as they come.",
      params: [{ name: "rows", text: "how many" }],
      throws: ["DATA_EMPTY"],
      see: [],
      examples: ["read({\n  rows: 3,\n})"],
    });
  });
});
