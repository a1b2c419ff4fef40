import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SmallHome, smallHome } from "../../../test/fixtures/small-run.ts";
import { loadSubject } from "../load-subject.ts";
import type { Subject } from "../subject.ts";
import { drawDiagram } from "./draw.ts";
import { drawBoth } from "./draw-difference.ts";

let home: SmallHome;
let passed: Subject;
beforeAll(async () => {
  home = await smallHome();
  const { result } = await home.run();
  passed = await loadSubject(home.store, result.run);
});
afterAll(() => home.close());

/** Times, digests and ids are others in every run. */
function steady(text: string): string {
  return text
    .replace(/\d{8}-\d{6}-[0-9a-f]{6}/g, "RUN")
    .replace(/\b[\d.]+ s\b/g, "T s")
    .replace(/sha256:[0-9a-f]+/g, "sha256:D")
    .replace(/up to no\. \d+ \([0-9a-f]+\)/, "up to no. N (H)")
    .replace(/from \d+ events/, "from E events");
}

describe("flowchart", () => {
  it("draws a run as it went", () => {
    expect(steady(drawDiagram("flowchart", passed).text)).toMatchInlineSnapshot(`
      "---
      title: "rides: run RUN"
      config: {"flowchart":{"wrappingWidth":320,"nodeSpacing":36,"rankSpacing":44}}
      ---
      %% Drawn by Millrace from E events of the log, up to no. 36 (sha256:D)
      flowchart TB
        subgraph life["Life"]
          direction LR
          staging["alias staging"]:::done
          champion["alias champion<br/>answers requests"]:::done
          staging ==> champion
        end
        subgraph judgement["Judgement"]
          direction LR
          evaluate["measure on test rows<br/>ROC AUC 0.861 [0.439, 0.98]<br/>12 rows that nothing was learned from<br/>T s"]:::done
          gate{"ask the gates<br/>none declared<br/>T s"}:::done
          register(["rides@1<br/>sha256:D"]):::done
          alert(["no version#59; an alert says why<br/>to the on-call engineer"]):::skipped
          evaluate ==> gate
          gate ==>|"every gate holds"| register
          gate -.->|"one fails"| alert
          gate -.->|"too little evidence"| alert
        end
        subgraph learning["Learning"]
          direction LR
          features["make features<br/>2 columns in the recipe"]:::done
          setting["take a setting<br/>random search, 3 settings, 2 folds"]:::done
          train["compare candidates<br/>2-fold ROC AUC<br/>logisticRegression: 0.9063<br/>baseline: 0.5<br/>T s"]:::done
          fit["fit the best candidate on all training rows<br/>logisticRegression, 1.7 kB<br/>T s"]:::done
          features ==> setting
          setting ==> train
          train -.->|"3 settings in all"| setting
          train ==>|"the best"| fit
        end
        subgraph data["Data"]
          direction LR
          source[("rides.csv (655 bytes)")]:::done
          snapshot["read the data<br/>60 rows × 3 columns<br/>T s"]:::done
          check{"check the data<br/>1 of 1 hold<br/>T s"}:::done
          profile["describe the data<br/>T s"]:::done
          split["set test rows aside<br/>by lot within classes, 20 #37; for the test<br/>48 to learn, 12 to test<br/>T s"]:::done
          source ==> snapshot
          snapshot ==> check
          check ==> profile
          profile ==> split
        end
        data ==> learning
        learning ==> judgement
        judgement ==> life
        judgement -.->|"not accepted: try again"| learning
        classDef done fill:#e3f4e8,stroke:#2a7a45,color:#12351e
        classDef skipped fill:#f5f6f8,stroke:#a5acb5,color:#6b737d,stroke-dasharray:4 3
        style data fill:none,stroke:#c3c9d1
        style learning fill:none,stroke:#c3c9d1
        style judgement fill:none,stroke:#c3c9d1
        style life fill:none,stroke:#c3c9d1
      "
    `);
  });

  it("draws a declaration as what is to come, in one state", () => {
    const { view, text, title } = drawDiagram("flowchart", { ...passed, asked: "declaration" });
    expect([view, title]).toEqual(["declaration", "rides: as declared"]);
    expect([...new Set(text.match(/:::\w+/g))]).toEqual([":::planned"]);
    expect(text).not.toContain("==>");
  });

  it("shows where a failed check stopped a run, and what was not reached", async () => {
    home.declare({ checks: 'range("minutes", { max: 30 })' });
    const { result } = await home.run();
    const { text } = drawDiagram("flowchart", await loadSubject(home.store, result.run));
    expect(text).toMatch(/check\{"check the data<br\/>0 of 1 hold<br\/>failed: .*failed: RUN_CHECK_FAILED"\}:::failed/);
    expect(text).toContain('check ==>|"one fails"| stopped');
    expect(text).toContain("profile -.-> split");
    expect(text).toMatch(/train\[.*\]:::skipped/);
    home.declare();
  });

  it("shows what changed from one run to another, and not that time passed", async () => {
    home.declare({ trials: 2, checks: 'range("minutes", { max: 300 })' });
    const { result } = await home.run();
    const now = await loadSubject(home.store, result.run);
    const [drawing, ...others] = drawBoth("flowchart", passed, now);
    expect(others).toEqual([]);
    expect(steady(drawing!.text)).toMatchInlineSnapshot(`
      "---
      title: "rides RUN → rides RUN"
      config: {"flowchart":{"wrappingWidth":320,"nodeSpacing":36,"rankSpacing":44}}
      ---
      %% Drawn by Millrace: what changed between the two
      flowchart TB
        subgraph life["Life"]
          direction LR
          staging["alias staging"]:::planned
          champion["alias champion<br/>answers requests"]:::planned
          staging --> champion
        end
        subgraph judgement["Judgement"]
          direction LR
          evaluate["measure on test rows<br/>ROC AUC 0.861 [0.439, 0.98]<br/>12 rows that nothing was learned from"]:::planned
          gate{"ask the gates<br/>none declared"}:::planned
          register(["rides@1<br/>sha256:D"]):::planned
          alert(["no version#59; an alert says why<br/>to the on-call engineer"]):::planned
          evaluate --> gate
          gate -->|"every gate holds"| register
          gate -.->|"one fails"| alert
          gate -.->|"too little evidence"| alert
        end
        subgraph learning["Learning"]
          direction LR
          features["make features<br/>2 columns in the recipe"]:::planned
          setting["take a setting<br/>was: random search, 3 settings, 2 folds<br/>now: random search, 2 settings, 2 folds"]:::changed
          train["compare candidates<br/>2-fold ROC AUC<br/>logisticRegression: 0.9063<br/>baseline: 0.5"]:::planned
          fit["fit the best candidate on all training rows<br/>logisticRegression, 1.7 kB"]:::planned
          features --> setting
          setting --> train
          train -.->|"3 settings in all"| setting
          train -.->|"2 settings in all"| setting
          train -->|"the best"| fit
        end
        subgraph data["Data"]
          direction LR
          source[("rides.csv (655 bytes)")]:::planned
          snapshot["read the data<br/>60 rows × 3 columns"]:::planned
          check{"check the data<br/>1 of 1 hold"}:::planned
          stopped(["the run stops, and says why<br/>rows at fault kept aside"]):::added
          profile["describe the data"]:::planned
          split["set test rows aside<br/>by lot within classes, 20 #37; for the test<br/>48 to learn, 12 to test"]:::planned
          source --> snapshot
          snapshot --> check
          check ==> profile
          check ==>|"they hold"| profile
          profile --> split
          check -.->|"one fails"| stopped
        end
        data --> learning
        learning --> judgement
        judgement --> life
        judgement -.->|"not accepted: try again"| learning
        classDef planned fill:#ffffff,stroke:#5b6470,color:#1c2128
        classDef added fill:#e3f4e8,stroke:#2a7a45,color:#12351e,stroke-width:2px
        classDef changed fill:#fff2d1,stroke:#94690a,color:#4a3403,stroke-width:2px
        style data fill:none,stroke:#c3c9d1
        style learning fill:none,stroke:#c3c9d1
        style judgement fill:none,stroke:#c3c9d1
        style life fill:none,stroke:#c3c9d1
      "
    `);
    expect(drawBoth("flowchart", now, now)[0]!.text).not.toMatch(/:::(added|changed|removed)/);
    home.declare();
  });

  it("lays two drawings of another kind side by side", () => {
    expect(drawBoth("sequence", passed, passed).map(({ kind }) => kind)).toEqual(["sequence", "sequence"]);
  });
});
