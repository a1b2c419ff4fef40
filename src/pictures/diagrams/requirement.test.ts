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

describe("requirement", () => {
  it("draws a run with what came of it", () => {
    expect(drawDiagram("requirement", subject).text).toMatchInlineSnapshot(`
      "---
      title: "rides: run r1"
      ---
      %% Drawn by Millrace from 14 events of the log, up to no. 14 (sha256:ababa)
      requirementDiagram
        direction LR
        requirement "objective":::warned {
          id: "O"
          text: "Tell riders #34;early#34;#59; end"
          risk: high
          verifymethod: demonstration
        }
        performanceRequirement "minimum":::warned {
          id: "M"
          text: "ROC AUC at least 0.7"
          risk: high
          verifymethod: test
        }
        performanceRequirement "goal":::warned {
          id: "A"
          text: "ROC AUC at least 0.8"
          risk: low
          verifymethod: test
        }
        functionalRequirement "C1 noTargetLeak":::warned {
          id: "C1"
          text: "noTargetLeak"
          risk: low
          verifymethod: inspection
        }
        performanceRequirement "G1 meetsMinimum":::warned {
          id: "G1"
          risk: high
          verifymethod: test
        }
        designConstraint "approval":::planned {
          id: "P"
          text: "george (gatekeeper) approves before it answers requests"
          risk: high
          verifymethod: inspection
        }
        performanceRequirement "in production":::planned {
          id: "W"
          text: "ROC AUC, at least 0.7, aim 0.8, in windows of 1d"
          risk: high
          verifymethod: demonstration
        }
        element "evaluation report":::done {
          type: "12 test rows"
          docref: "0.81 [0.66, 0.9]"
        }
        element "result of C1":::warned {
          type: "check: warned"
          docref: "minutes may give the target away"
        }
        element "decision on G1":::warned {
          type: "gate: too little evidence"
          docref: "0.81 [0.66, 0.9] against 0.7"
        }
        element "approval by george (gatekeeper)":::planned {
          type: "person"
        }
        element "monitor":::planned {
          type: "predictions and labels"
        }
        element "snapshot":::done {
          type: "60 rows"
          docref: "sha256:a56c2cd07f9a"
        }
        "evaluation report" - verifies -> "minimum"
        "minimum" - derives -> "objective"
        "evaluation report" - verifies -> "goal"
        "goal" - derives -> "objective"
        "result of C1" - verifies -> "C1 noTargetLeak"
        "C1 noTargetLeak" - derives -> "objective"
        "decision on G1" - verifies -> "G1 meetsMinimum"
        "G1 meetsMinimum" - refines -> "minimum"
        "approval by george (gatekeeper)" - verifies -> "approval"
        "approval" - derives -> "objective"
        "monitor" - verifies -> "in production"
        "in production" - derives -> "objective"
        "evaluation report" - traces -> "snapshot"
        classDef planned fill:#ffffff,stroke:#5b6470,color:#1c2128
        classDef done fill:#e3f4e8,stroke:#2a7a45,color:#12351e
        classDef warned fill:#fff2d1,stroke:#94690a,color:#4a3403
      "
    `);
  });

  it("draws a declaration as planned", () => {
    expect(drawDiagram("requirement", { ...subject, asked: "declaration" }).text).toMatchInlineSnapshot(`
      "---
      title: "rides: as declared"
      ---
      %% Drawn by Millrace from the declaration
      requirementDiagram
        direction LR
        requirement "objective":::planned {
          id: "O"
          text: "Tell riders #34;early#34;#59; end"
          risk: high
          verifymethod: demonstration
        }
        performanceRequirement "minimum":::planned {
          id: "M"
          text: "ROC AUC at least 0.7"
          risk: high
          verifymethod: test
        }
        performanceRequirement "goal":::planned {
          id: "A"
          text: "ROC AUC at least 0.8"
          risk: low
          verifymethod: test
        }
        functionalRequirement "C1 noTargetLeak":::planned {
          id: "C1"
          text: "noTargetLeak"
          risk: low
          verifymethod: inspection
        }
        performanceRequirement "G1 meetsMinimum":::planned {
          id: "G1"
          risk: high
          verifymethod: test
        }
        designConstraint "approval":::planned {
          id: "P"
          text: "george (gatekeeper) approves before it answers requests"
          risk: high
          verifymethod: inspection
        }
        performanceRequirement "in production":::planned {
          id: "W"
          text: "ROC AUC, at least 0.7, aim 0.8, in windows of 1d"
          risk: high
          verifymethod: demonstration
        }
        element "evaluation report":::planned {
          type: "test rows"
        }
        element "result of C1":::planned {
          type: "check of the snapshot"
          docref: "for the data engineer"
        }
        element "decision on G1":::planned {
          type: "gate"
          docref: "on test rows"
        }
        element "approval by george (gatekeeper)":::planned {
          type: "person"
        }
        element "monitor":::planned {
          type: "predictions and labels"
        }
        "evaluation report" - verifies -> "minimum"
        "minimum" - derives -> "objective"
        "evaluation report" - verifies -> "goal"
        "goal" - derives -> "objective"
        "result of C1" - verifies -> "C1 noTargetLeak"
        "C1 noTargetLeak" - derives -> "objective"
        "decision on G1" - verifies -> "G1 meetsMinimum"
        "G1 meetsMinimum" - refines -> "minimum"
        "approval by george (gatekeeper)" - verifies -> "approval"
        "approval" - derives -> "objective"
        "monitor" - verifies -> "in production"
        "in production" - derives -> "objective"
        classDef planned fill:#ffffff,stroke:#5b6470,color:#1c2128
      "
    `);
  });
});
