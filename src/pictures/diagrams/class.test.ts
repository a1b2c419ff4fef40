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

describe("class", () => {
  it("draws a run with what came of it", () => {
    expect(drawDiagram("class", subject).text).toMatchInlineSnapshot(`
      "---
      title: "rides: run r1"
      ---
      %% Drawn by Millrace from 14 events of the log, up to no. 14 (sha256:ababa)
      classDiagram
        direction LR
        class workflow["rides"]:::planned {
          <<workflow>>
          by lot within classes, 20 #37; for the test
          seed 1
          monitor: windows of 1d
        }
        class problem["Problem"]:::planned {
          <<problem>>
          Tell riders #34;early#34;#59; en#100;
          task: classification
          target: late
          ROC AUC, at least 0.7, aim 0.8
          costs: miss 1,000, false alarm 50
          george #40;gatekeeper#41;
          olga #40;on-call engineer#41;
          1 risk
        }
        class schema["rides.csv"]:::done {
          <<table>>
          60 rows
          minutes: number
          weather: category
          late: category, target
        }
        class features["Features"]:::done {
          <<recipe>>
          minutes: number as it is, scaled
          weather: one 0/1 feature per category
        }
        class estimator["Estimator"]:::planned {
          <<interface>>
          fit(X, y, seed) Model
        }
        class candidate0["baseline"]:::planned {
          <<candidate>>
          defaults
          ROC AUC 0.5 in cross-validation
        }
        class candidate1["logisticRegression"]:::done {
          <<chosen>>
          strength 0.5
          ROC AUC 0.84 in cross-validation
        }
        class model["rides@1"]:::done {
          <<model>>
          task: binary
          classes: no, yes
          positive: yes
          threshold: 0.05
          size: 1.2 kB
          sha256:abababababab
          predict(rows) Prediction
          explain(rows) Explanation
        }
        class request["PredictRequest"]:::planned {
          <<request>>
          rows: Row, one or more
          strict: boolean = false
          explain: boolean = false
        }
        class row["Row"]:::planned {
          <<request>>
          those of these that the model reads:
          minutes: number or null
          weather: string or null
        }
        class response["PredictResponse"]:::planned {
          <<response>>
          model: string
          version: integer or null
          digest: string
          warnings: Warning, none or more
        }
        class prediction["Prediction"]:::planned {
          <<response>>
          prediction: string #40;late#41;
          probabilities: number from 0 to 1 by class
          explanation: what each column added, where
          … asked for
        }
        workflow "1" *-- "1" problem
        workflow "1" *-- "1" schema : reads
        features "1" ..> "1" schema : are made of
        workflow "1" *-- "2" estimator : compares
        candidate0 ..|> estimator
        candidate1 ..|> estimator
        candidate1 "1" ..> "1" model : made
        model "1" *-- "1" features : carries
        estimator ..> model : fit makes
        request "1" *-- "1..#42;" row
        response "1" *-- "1..#42;" prediction
        model ..> request : takes
        model ..> response : gives
        classDef planned fill:#ffffff,stroke:#5b6470,color:#1c2128
        classDef done fill:#e3f4e8,stroke:#2a7a45,color:#12351e
      "
    `);
  });

  it("draws a declaration as planned", () => {
    expect(drawDiagram("class", { ...subject, asked: "declaration" }).text).toMatchInlineSnapshot(`
      "---
      title: "rides: as declared"
      ---
      %% Drawn by Millrace from the declaration
      classDiagram
        direction LR
        class workflow["rides"]:::planned {
          <<workflow>>
          by lot within classes, 20 #37; for the test
          seed 1
          monitor: windows of 1d
        }
        class problem["Problem"]:::planned {
          <<problem>>
          Tell riders #34;early#34;#59; en#100;
          task: classification
          target: late
          ROC AUC, at least 0.7, aim 0.8
          costs: miss 1,000, false alarm 50
          george #40;gatekeeper#41;
          olga #40;on-call engineer#41;
          1 risk
        }
        class schema["rides.csv"]:::planned {
          <<table>>
          columns that the declaration names:
          late: kind not known yet, target
        }
        class features["Features"]:::planned {
          <<recipe>>
          chosen once the columns are known
        }
        class estimator["Estimator"]:::planned {
          <<interface>>
          fit(X, y, seed) Model
        }
        class candidate0["baseline"]:::planned {
          <<candidate>>
          defaults
        }
        class candidate1["logisticRegression"]:::planned {
          <<candidate>>
          defaults
        }
        class model["Model"]:::planned {
          <<model>>
          task: classification
          positive: yes
          predict(rows) Prediction
          explain(rows) Explanation
        }
        class request["PredictRequest"]:::planned {
          <<request>>
          rows: Row, one or more
          strict: boolean = false
          explain: boolean = false
        }
        class row["Row"]:::planned {
          <<request>>
          each column that the model reads
        }
        class response["PredictResponse"]:::planned {
          <<response>>
          model: string
          version: integer or null
          digest: string
          warnings: Warning, none or more
        }
        class prediction["Prediction"]:::planned {
          <<response>>
          prediction: string #40;late#41;
          probabilities: number from 0 to 1 by class
          explanation: what each column added, where
          … asked for
        }
        workflow "1" *-- "1" problem
        workflow "1" *-- "1" schema : reads
        features "1" ..> "1" schema : are made of
        workflow "1" *-- "2" estimator : compares
        candidate0 ..|> estimator
        candidate1 ..|> estimator
        model "1" *-- "1" features : carries
        estimator ..> model : fit makes
        request "1" *-- "1..#42;" row
        response "1" *-- "1..#42;" prediction
        model ..> request : takes
        model ..> response : gives
        classDef planned fill:#ffffff,stroke:#5b6470,color:#1c2128
      "
    `);
  });
});
