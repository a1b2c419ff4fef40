import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SmallHome, smallHome } from "../../test/fixtures/small-run.ts";
import { describeVersion } from "../registry/index.ts";
import { versionSummary } from "./version-summary.ts";

let home: SmallHome;
beforeAll(async () => {
  home = await smallHome();
  await home.run();
});
afterAll(() => home.close());

describe("versionSummary", () => {
  it("tells what a version answers, reads, is worth and comes from", async () => {
    const described = await describeVersion(home.store, "rides");
    const lines = versionSummary({
      ...described,
      digest: `sha256:${"ab".repeat(32)}`,
      sizeBytes: 1234,
      threshold: 0.5,
      estimator: { name: "logisticRegression", params: { strength: 1 } },
      metrics: { rocAucScore: { value: 0.86, low: 0.62, high: 0.97 } },
      lineage: {
        ...described.lineage,
        run: { ...described.lineage.run!, id: "r1", workflowFile: "rides.workflow.ts", startedAt: 0 },
        code: { ...described.lineage.code!, gitCommit: null, node: "20.19.0", millrace: "0.1.0" },
      },
    });
    expect(lines.join("\n")).toMatchInlineSnapshot(`
      "
      rides@1 (champion, staging)
      ===========================

      Answers     binary: late
                  classes no, yes
                  "yes" is predicted from a probability of 0.5 up
                  by logisticRegression, strength 1
                  1,234 bytes, sha256:abababababababababababababababababababababababababababababababab

      Reads       minutes  number
                  weather  category

      Worth       on 12 test rows, with 95 % intervals:
                  ROC AUC  0.86 [0.62, 0.97]

      Comes from  run r1 of rides.workflow.ts, 1970-01-01T00:00:00.000Z
                  no git commit, Millrace 0.1.0, Node 20.19.0, seed 1
                  rides.csv sha256:a56c2cd07f9a…
                  a random 20 % of the rows of each class
                  prove it: millrace reproduce rides@1
      "
    `);
  });
});
