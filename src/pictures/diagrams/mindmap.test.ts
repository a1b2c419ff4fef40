import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handMade } from "../../../test/fixtures/hand-made-run.ts";
import { type SmallHome, smallHome } from "../../../test/fixtures/small-run.ts";
import { loadSubject } from "../load-subject.ts";
import type { Subject } from "../subject.ts";
import { drawDiagram } from "./draw.ts";

let home: SmallHome;
let subject: Subject;
beforeAll(async () => {
  home = await smallHome();
  await home.run();
  subject = handMade(await loadSubject(home.store, "latest"));
});
afterAll(() => home.close());

describe("mindmap", () => {
  it("draws a run with what came of it", () => {
    expect(drawDiagram("mindmap", subject).text).toMatchInlineSnapshot(`
      "---
      title: "rides: run r1"
      ---
      %% Drawn by Millrace from 14 events of the log, up to no. 14 (sha256:ababa)
      mindmap
        root(("rides<br/>ROC AUC, at least 0.7, aim 0.8<br/>too little evidence"))
          branch("Problem")
            Tell riders #34;early#34;#59; en#100;
            classification#58; late
            ROC AUC#44; at least 0.7#44; aim 0.8
            a miss costs 1#44;000#44; a false alarm 50
          branch("People")
            george #40;gatekeeper#41;
            olga #40;on-call engineer#41;
          branch("Risks")
            Rain is rare
          branch("Data")
            rides.csv
            60 rows#44; 3 columns
            by lot within classes#44; 20 #37; for the test
          branch("Checks")
            noTargetLeak warns#58; minutes may give the target away
          branch("Features")
            minutes#58; number as it is#44; scaled
            weather#58; one 0/1 feature per category
          branch("Candidates")
            logisticRegression#58; 0.84
            baseline#58; 0.5
          branch("Search")
            random search#44; 3 settings#44; 2 folds
            3 settings tried
            in 1.5 s
          branch("Gates")
            meetsMinimum#58; open
          branch("Result")
            ROC AUC 0.81 #91;0.66#44; 0.9#93; on the test
            a model of 1.2 kB
            rides#64;1
            alias staging
          branch("Rollout")
            george #40;gatekeeper#41; approves
            canary 5 #37;#44; 100 #37;
          branch("Monitoring")
            windows of 1d
      "
    `);
  });

  it("draws a declaration as planned", () => {
    expect(drawDiagram("mindmap", { ...subject, asked: "declaration" }).text).toMatchInlineSnapshot(`
      "---
      title: "rides: as declared"
      ---
      %% Drawn by Millrace from the declaration
      mindmap
        root(("rides<br/>ROC AUC, at least 0.7, aim 0.8"))
          branch("Problem")
            Tell riders #34;early#34;#59; en#100;
            classification#58; late
            ROC AUC#44; at least 0.7#44; aim 0.8
            a miss costs 1#44;000#44; a false alarm 50
          branch("People")
            george #40;gatekeeper#41;
            olga #40;on-call engineer#41;
          branch("Risks")
            Rain is rare
          branch("Data")
            rides.csv
            by lot within classes#44; 20 #37; for the test
          branch("Checks")
            none declared
          branch("Features")
            the columns as they come
          branch("Candidates")
            baseline
            logisticRegression
          branch("Search")
            random search#44; 3 settings#44; 2 folds
          branch("Gates")
            meetsMinimum
          branch("Rollout")
            george #40;gatekeeper#41; approves
            canary 5 #37;#44; 100 #37;
          branch("Monitoring")
            windows of 1d
      "
    `);
  });
});
