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

describe("er", () => {
  it("draws a run with what came of it", () => {
    expect(drawDiagram("er", subject).text).toMatchInlineSnapshot(`
      "---
      title: "rides: run r1"
      ---
      %% Drawn by Millrace from 14 events of the log, up to no. 14 (sha256:ababa)
      erDiagram
        source["rides.csv"] {
          number minutes
          category weather
          category late "target"
        }
        snapshot["snapshot"] {
          digest digest PK
          integer rows "60"
          integer columns "3"
          digest sources "655 bytes"
        }
        runs["runs"] {
          text id PK "1 row"
          integer seq FK
          digest declaration
          text trigger
          integer seed
          text status
          text verdict
          digest result
        }
        steps["steps"] {
          text run PK, FK "3 rows"
          text step PK
          digest key FK
          text status
          integer cached
          json outputs
        }
        step_results["step_results"] {
          digest key PK "2 rows"
          text run FK
          json outputs
        }
        trials["trials"] {
          text run PK, FK "3 rows"
          integer trial PK
          text estimator
          json params
          real score
        }
        checks["checks"] {
          text run PK, FK "0 rows"
          integer position PK
          text check_name
          text column_name
          text status
          integer failing_rows
        }
        gates["gates"] {
          text run PK, FK "1 row"
          integer position PK
          text gate
          text verdict
          json estimate
          real bound
        }
        versions["versions"] {
          text model PK "0 rows"
          integer version PK
          text run FK
          digest digest
          digest report
          json metrics
        }
        aliases["aliases"] {
          text model PK, FK "0 rows"
          text alias PK
          integer version FK
        }
        alerts["alerts"] {
          integer seq PK, FK "1 row"
          text run FK
          text severity
          text recipient
        }
        events["events"] {
          integer seq PK "14 rows"
          text subject
          text run FK
          integer cause FK
          text type
          text actor
          text hash
          text previous_hash
        }
        source ||--o{ snapshot : "is read into"
        snapshot |o--o{ runs : "is learned from by"
        events ||--o| runs : "begins"
        runs |o--o{ events : "is told by"
        runs ||--o{ steps : "takes"
        step_results |o--o{ steps : "is made or reused by"
        runs ||--o{ trials : "tries"
        runs ||--o{ checks : "checks its data by"
        runs ||--o{ gates : "is judged by"
        runs ||--o{ versions : "registers"
        versions ||--o{ aliases : "is called"
        runs |o--o{ alerts : "raises"
      "
    `);
  });

  it("draws a declaration as planned", () => {
    expect(drawDiagram("er", { ...subject, asked: "declaration" }).text).toMatchInlineSnapshot(`
      "---
      title: "rides: as declared"
      ---
      %% Drawn by Millrace from the declaration
      erDiagram
        source["rides.csv"] {
          unknown late "target"
        }
        snapshot["snapshot"] {
          digest digest PK
          integer rows
          integer columns
          digest sources
        }
        runs["runs"] {
          text id PK
          integer seq FK
          digest declaration
          text trigger
          integer seed
          text status
          text verdict
          digest result
        }
        steps["steps"] {
          text run PK, FK
          text step PK
          digest key FK
          text status
          integer cached
          json outputs
        }
        step_results["step_results"] {
          digest key PK
          text run FK
          json outputs
        }
        trials["trials"] {
          text run PK, FK
          integer trial PK
          text estimator
          json params
          real score
        }
        checks["checks"] {
          text run PK, FK
          integer position PK
          text check_name
          text column_name
          text status
          integer failing_rows
        }
        gates["gates"] {
          text run PK, FK
          integer position PK
          text gate
          text verdict
          json estimate
          real bound
        }
        versions["versions"] {
          text model PK
          integer version PK
          text run FK
          digest digest
          digest report
          json metrics
        }
        aliases["aliases"] {
          text model PK, FK
          text alias PK
          integer version FK
        }
        alerts["alerts"] {
          integer seq PK, FK
          text run FK
          text severity
          text recipient
        }
        events["events"] {
          integer seq PK
          text subject
          text run FK
          integer cause FK
          text type
          text actor
          text hash
          text previous_hash
        }
        source ||--o{ snapshot : "is read into"
        snapshot |o--o{ runs : "is learned from by"
        events ||--o| runs : "begins"
        runs |o--o{ events : "is told by"
        runs ||--o{ steps : "takes"
        step_results |o--o{ steps : "is made or reused by"
        runs ||--o{ trials : "tries"
        runs ||--o{ checks : "checks its data by"
        runs ||--o{ gates : "is judged by"
        runs ||--o{ versions : "registers"
        versions ||--o{ aliases : "is called"
        runs |o--o{ alerts : "raises"
      "
    `);
  });
});
