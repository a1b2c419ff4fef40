import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SmallHome, smallHome } from "../../../test/fixtures/small-run.ts";
import type { StoredEvent } from "../../store/index.ts";
import { loadSubject } from "../load-subject.ts";
import type { Subject } from "../subject.ts";
import { drawDiagram } from "./draw.ts";

let home: SmallHome;
let passed: Subject;
let again: Subject;
beforeAll(async () => {
  home = await smallHome();
  passed = await loadSubject(home.store, (await home.run()).result.run);
  again = await loadSubject(home.store, (await home.run()).result.run);
});
afterAll(() => home.close());

function steady(text: string): string {
  return text
    .replace(/\d{8}-\d{6}-[0-9a-f]{6}/g, "RUN")
    .replace(/\b[\d.]+ s\b/g, "T s")
    .replace(/sha256:[0-9a-f]+/g, "sha256:D")
    .replace(/[\d.]+ k?bytes|[\d.]+ kB/g, "B bytes")
    .replace(/up to no\. \d+ \([0-9a-f]+\)/, "up to no. N (H)")
    .replace(/from \d+ events/, "from E events")
    .replace(/\d{4}-\d\d-\d\d \d\d#?5?8?;?:?\d\d.{0,4}\d\d/g, "TIME");
}

describe("sequence", () => {
  it("tells a run message by message, with the way that was not taken", () => {
    expect(steady(drawDiagram("sequence", passed).text)).toMatchInlineSnapshot(`
      "---
      title: "rides: run RUN"
      ---
      %% Drawn by Millrace from E events of the log, up to no. 36 (sha256:D)
      sequenceDiagram
        autonumber
        actor engineer as Engineer
        participant source as Data source<br/>rides.csv
        participant pipeline as Pipeline
        participant trainer as Trainer
        participant validator as Validator
        participant registry as Registry
        participant deployment as Deployment
        engineer->>pipeline: run rides
        Note over pipeline: set off by hand, seed 1
        Note over source,pipeline: in the hands of the data engineer
        pipeline->>source: read the data
        source-->>pipeline: one immutable snapshot: 60 rows × 3 columns
        pipeline->>validator: check the data
        validator-->>pipeline: noTargetLeak holds: No column gives the target away. The<br/>strongest single column is #34;minutes#34; (0.835).
        pipeline->>pipeline: profile the data
        pipeline->>pipeline: split the rows: 48 to learn from, 12 to test on
        Note over source,pipeline: in the hands of the data scientist
        pipeline-)trainer: make features, compare candidates
        loop 3 settings, 2 folds each
          trainer->>trainer: train on some folds, score on the one left out
          Note over trainer: logisticRegression: ROC AUC 0.9063<br/>baseline: ROC AUC 0.5<br/>T s of work
        end
        trainer--)pipeline: the leaderboard: 3 settings in T s
        pipeline-)trainer: fit the best candidate on all training rows
        Note over trainer: logisticRegression is best: 0.9063<br/>the baseline reaches 0.5
        trainer--)pipeline: the model: logisticRegression, B bytes, sha256:D
        pipeline->>validator: evaluate the model on test rows
        validator-->>pipeline: ROC AUC 0.861 [0.439, 0.98] on 12 test rows
        Note over source,pipeline: in the hands of the gatekeeper
        pipeline->>validator: ask the gates
        alt every gate passes
          validator->>registry: register the version rides@1
          registry->>deployment: deploy: alias staging moves to version 1
          registry->>deployment: deploy: alias champion moves to version 1
        else a gate fails, or the evidence is insufficient
          Note over pipeline,deployment: not what happened: an alert would go to the on-call engineer
        end
        pipeline-->>engineer: the run succeeded: rides@1, T s
      "
    `);
  });

  it("says of steps that weren't done again why not", () => {
    const { text } = drawDiagram("sequence", again);
    expect(text.match(/: reused/g)).toHaveLength(9);
    expect(text).not.toContain("loop");
  });

  it("draws a declaration with both ways of each decision", () => {
    home.declare({ checks: 'range("minutes", { max: 30 })' });
    expect(steady(drawDiagram("sequence", { ...passed, asked: "declaration" }).text)).toMatchInlineSnapshot(`
      "---
      title: "rides: as declared"
      ---
      %% Drawn by Millrace from the declaration
      sequenceDiagram
        autonumber
        actor engineer as Engineer
        participant source as Data source<br/>rides.csv
        participant pipeline as Pipeline
        participant trainer as Trainer
        participant validator as Validator
        participant registry as Registry
        participant deployment as Deployment
        engineer->>pipeline: run rides
        Note over source,pipeline: in the hands of the data engineer
        pipeline->>source: read the data
        source-->>pipeline: one immutable snapshot
        pipeline->>validator: check the data
        Note over validator: noTargetLeak
        validator-->>pipeline: the data is fit to be learned from
        pipeline->>pipeline: profile the data
        pipeline->>pipeline: split the rows: by lot within classes, 20 #37; for the test
        Note over pipeline,trainer: in the hands of the data scientist
        pipeline-)trainer: compare candidates: baseline, logisticRegression
        loop random search, 3 settings, 2 folds
          trainer->>trainer: make features
          trainer->>trainer: train on some folds, score on the one left out
        end
        trainer--)pipeline: a leaderboard with the baseline in it
        pipeline-)trainer: fit the best candidate on all training rows
        trainer--)pipeline: one model
        Note over pipeline,validator: in the hands of the data scientist
        pipeline->>validator: evaluate the model on test rows
        validator-->>pipeline: ROC AUC with its 95 #37; interval
        pipeline->>validator: ask the gates
        alt every gate passes (ROC AUC)
          validator->>registry: register a version
          registry->>deployment: deploy: alias staging moves to it
          registry->>deployment: deploy: alias champion moves to it
          pipeline-->>engineer: the run succeeded, with a new version
        else a gate fails, or the evidence is insufficient
          validator->>engineer: alert: no version, and why, for the on-call engineer
          Note over engineer,pipeline: change data, features or candidates, and run again
        end
      "
    `);
    home.declare();
  });

  it("folds a thousand trials into one loop", () => {
    const trial = passed.run!.events.find(({ type }) => type === "trial.finished")!;
    const others = passed.run!.events.filter(({ type }) => type !== "trial.finished");
    const at = passed.run!.events.indexOf(trial);
    const trials = Array.from({ length: 1000 }, (_, i) => ({ ...trial, seq: i }) as StoredEvent);
    const events = [...others.slice(0, at), ...trials, ...others.slice(at)];
    const { text } = drawDiagram("sequence", { ...passed, run: { ...passed.run!, events } });
    expect(text).toContain("loop 1,000 settings");
    expect(text.split("\n").length).toBeLessThan(60);
  });

  it("tells a model's life, a message for each thing that changed it", () => {
    expect(steady(drawDiagram("sequence", { ...again, asked: "life" }).text)).toMatchInlineSnapshot(`
      "---
      title: "rides: from its first run on"
      ---
      %% Drawn by Millrace from E events of the log, up to no. 50 (sha256:D)
      sequenceDiagram
        autonumber
        actor stakeholder as Stakeholder
        actor engineer as Engineer
        participant pipeline as Pipeline
        participant validator as Validator
        participant registry as Registry
        participant deployment as Deployment
        engineer->>pipeline: TIME: run RUN
        validator->>registry: register version 1
        registry->>deployment: deploy: staging moves to version 1 (every gate of run<br/>RUN passed)
        registry->>deployment: deploy: champion moves to version 1 (every gate of run<br/>RUN passed)
        engineer->>pipeline: TIME: run RUN
      "
    `);
  });
});
