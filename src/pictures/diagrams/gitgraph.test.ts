import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ModelLife, modelLife } from "../../../test/fixtures/model-life.ts";
import { branchNames, gitGraphLines } from "../mermaid/git-graph.ts";
import { drawDiagram } from "./draw.ts";

let life: ModelLife;
beforeAll(async () => {
  life = await modelLife();
});
afterAll(() => life.close());

const draw = (fold?: number): string =>
  drawDiagram("gitgraph", life.subject, { fold }).text.trimEnd().split("\n").slice(5).join("\n");

describe("gitgraph", () => {
  it("merges champions into main, leaves the refused, and says why one came back", () => {
    expect(draw()).toMatchInlineSnapshot(`
      "gitGraph
        commit id: "declared"
        branch "first try"
        commit id: "logisticRegression 0.9063"
        commit id: "passed, ROC AUC 0.8611 on test" type: HIGHLIGHT
        checkout "main"
        merge "first try" tag: "rides@1"
        branch "20261102-090001"
        commit id: "logisticRegression 0.9236"
        commit id: "passed, ROC AUC 0.7778 on test" type: HIGHLIGHT
        checkout "main"
        merge "20261102-090001" tag: "rides@2"
        branch "aim higher"
        commit id: "refused" type: REVERSE tag: "fails meetsMinimum"
        checkout "main"
        branch "20261102-090003"
        commit id: "failed" type: REVERSE tag: "RUN_CHECK_FAILED"
        checkout "main"
        branch "20261102-090004"
        commit id: "logisticRegression 0.8819"
        commit id: "passed, ROC AUC 0.8889 on test" type: HIGHLIGHT
        checkout "main"
        merge "20261102-090004" tag: "rides@3"
        commit id: "back to rides@2: rides in the rain come late again" type: REVERSE
        branch "once more"
        commit id: "passed again" tag: "no new version"
        checkout "main""
    `);
  });

  it("folds old runs into one commit that counts them", () => {
    expect(draw(2)).toMatchInlineSnapshot(`
      "gitGraph
        commit id: "declared"
        commit id: "5 older runs, 3 passed, 1 refused, 1 rollback" tag: "rides@2"
        branch "once more"
        commit id: "passed again" tag: "no new version"
        checkout "main""
    `);
  });

  it("shows one run where no more are wanted, and merges no branch twice", () => {
    expect(draw(1).match(/^ {2}branch/gm)).toHaveLength(1);
    expect(draw(50).match(/^ {2}merge/gm)).toHaveLength(3);
  });

  it("asks for a run where there is none", () => {
    const { subject } = life;
    expect(() => drawDiagram("gitgraph", { ...subject, asked: "declaration", run: null, life: null })).toThrow(
      'The gitgraph is drawn from a run, and "rides" has none here yet.',
    );
  });

  it("never gives two branches or two commits one name", () => {
    expect(branchNames(["a", "main", "a", "  ", "x".repeat(40)])).toEqual([
      ...["a", "main (2)", "a (2)", "(no name)", `${"x".repeat(27)}…`],
    ]);
    const commit = { act: "commit", text: 'said "hi"' } as const;
    expect(gitGraphLines([commit, commit])).toEqual([
      ...["gitGraph", '  commit id: "said #34;hi#34;"', '  commit id: "said #34;hi#34; (2)"'],
    ]);
  });
});
