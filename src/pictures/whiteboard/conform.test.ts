import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { nulls, table } from "../../data/index.ts";
import { betterThanBaseline, latency, meetsMinimum } from "../../evaluation/index.ts";
import { gradientBoosting, logisticRegression } from "../../ml/index.ts";
import { defineWorkflow, portableSpec } from "../../workflow/index.ts";
import { drawDiagram } from "../diagrams/index.ts";
import { declarationSubject } from "../load-subject.ts";
import { conform } from "./conform.ts";
import { readDrawing } from "./read-drawing.ts";
import { understand } from "./understand.ts";

const small = defineWorkflow({
  name: "small",
  problem: { target: "y" },
  data: table("a.csv"),
  gates: [betterThanBaseline()],
});

const large = defineWorkflow({
  name: "large",
  problem: {
    target: "y",
    metric: "rocAucScore",
    minimum: 0.8,
    goal: 0.9,
    people: { gatekeeper: "George", onCall: "Olga", dataScientist: "Dana" },
  },
  data: table("a.csv"),
  checks: [nulls("x", { max: 0.1 })],
  candidates: [logisticRegression(), gradientBoosting()],
  search: { trials: 30, folds: 4 },
  gates: [meetsMinimum(), latency({ p99Ms: 20 })],
  rollout: { shadow: "1d", approval: "gatekeeper", canary: [5, 25, 100] },
  monitor: { window: "1d", labels: { delay: "7d" } },
  schedule: "0 3 * * *",
});

type Declared = typeof small;

function held(text: string, workflow: Declared) {
  return conform(understand(readDrawing(text, "x.mmd"), "x.mmd"), portableSpec(workflow.spec));
}

function differences(text: string, workflow: Declared): string[] {
  return held(text, workflow)
    .differences.filter(({ severity }) => severity === "difference")
    .map(({ line, kind, part, message }) => `${line}: ${kind}${part === null ? "" : ` (${part})`}: ${message}`);
}

/** The eight steps as most teams draw them; each argument takes the place of a line. */
function steps({ alt = "metrics are good enough", fail = "P->>E: Alert", more = "" } = {}): string {
  return [
    "sequenceDiagram",
    "  participant E as Engineer",
    "  participant P as Pipeline",
    "  E->>P: Trigger run",
    "  P->>P: Fetch data",
    "  P->>P: Train model",
    "  P->>P: Validate model",
    `  alt ${alt}`,
    "    P->>P: Register model",
    ...(fail === "" ? [] : ["  else otherwise", `    ${fail}`]),
    "  end",
    ...(more === "" ? [] : [more]),
  ].join("\n");
}

describe("conform", () => {
  it("finds no difference in what Millrace draws of the same workflow", async () => {
    for (const workflow of [small, large]) {
      const subject = await declarationSubject(workflow.spec, null);
      for (const kind of ["sequence", "flowchart"]) {
        const { text } = drawDiagram(kind, subject);
        expect({ kind, found: differences(text, workflow) }).toEqual({ kind, found: [] });
      }
    }
  });

  it("finds no difference in the eight steps, and remarks on what else is done", () => {
    const { conforms, differences: found } = held(steps(), small);
    expect(conforms).toBe(true);
    expect(found.map(({ part }) => part)).toContain("snapshot");
    expect(new Set(found.map(({ severity }) => severity))).toEqual(new Set(["remark"]));
  });

  it("tells a drawing without a failure branch", () => {
    expect(differences(steps({ fail: "" }), small)).toEqual([
      "8: no failure branch drawn (alert): Nothing is drawn for a model that isn't good enough; Millrace registers nothing and raises an alert.",
    ]);
    const ninth = readFileSync(
      new URL("../../../test/fixtures/drawings/09-no-failure-branch.mmd", import.meta.url),
      "utf8",
    );
    expect(held(ninth, small).differences[0]).toMatchObject({ kind: "no failure branch drawn", line: 8 });
  });

  it("tells what is drawn and not done", () => {
    expect(differences(steps({ more: "  P->>P: monitor the model\n  P->>P: canary 10%" }), small)).toEqual([
      '13: drawn, not in the workflow (monitor): "monitor the model" is drawn (monitoring), and the workflow doesn\'t do it.',
      '14: drawn, not in the workflow (canary): "canary 10%" is drawn (a canary), and the workflow doesn\'t do it.',
    ]);
  });

  it("tells what is done and not drawn", () => {
    expect(differences(steps({ alt: "AUC >= 0.8" }), large).map((text) => text.replace(/:[^:(]*\(/, " ("))).toEqual([
      expect.stringContaining("(shadow)"),
      expect.stringContaining("(approve)"),
      expect.stringContaining("(canary)"),
      expect.stringContaining("(monitor)"),
    ]);
  });

  it("compares metric, minimum and goal", () => {
    const of = (alt: string) =>
      differences(steps({ alt }), large).filter((text) => /threshold|metric differs/.test(text));
    expect(of("AUC of at least 0.8, goal 0.9")).toEqual([]);
    expect(of("AUC >= 0.85")).toEqual([
      "8: threshold differs (gate): Drawn rocAucScore >= 0.85, the declared minimum is 0.8.",
    ]);
    expect(of("accuracy > 90%")).toEqual([
      "8: metric differs (gate): The drawing decides by accuracyScore, the workflow by rocAucScore.",
    ]);
    expect(of("AUC >= 0.8 and latency < 50 ms")).toEqual([
      "8: threshold differs: Drawn a latency of at most 50 ms, the gate asks for 20 ms.",
    ]);
    expect(differences(steps({ alt: "AUC >= 0.8" }), small)).toEqual([
      "8: threshold differs (gate): Drawn rocAucScore >= 0.8, no minimum is declared.",
    ]);
  });

  it("compares schedule, rollout, monitoring, search and split", () => {
    const more = [
      "  P->>P: retrain weekly on Monday at 4",
      "  P->>P: canary 10%, 100%",
      "  P->>P: shadow traffic for 2 days",
      "  P->>P: monitor a window of 12h",
      "  P->>P: ground truth arrives after 3 days",
      "  Note over P: 50 trials, 5 folds of random forest",
    ].join("\n");
    expect(
      differences(steps({ more }), large).filter((text) =>
        /(schedule|rollout|monitoring|search|split) differs/.test(text),
      ),
    ).toEqual([
      '13: schedule differs: Drawn "retrain weekly on Monday at 4" (0 4 * * 1), the declared schedule is "0 3 * * *".',
      "14: rollout differs: Drawn a canary of 10, 100 % of the traffic, declared is 5, 25, 100 %.",
      "15: rollout differs: Drawn shadow traffic for 2d, declared is 1d.",
      "16: monitoring differs: Drawn a window of 12h, declared is 1d.",
      "17: monitoring differs: Drawn labels after 3d, declared is 7d.",
      "18: search differs: Drawn 50 trials, declared are 30.",
      "18: search differs: Drawn 5 folds, declared are 4.",
      '18: search differs: Drawn "50 trials, 5 folds of random forest", and randomForest is no candidate.',
    ]);
    // "Every night" is any hour of it.
    expect(
      differences(steps({ more: "  E->>P: start it every night" }), large).filter((text) => text.includes("schedule")),
    ).toEqual([]);
  });

  it("tells another order", () => {
    const text = [
      "flowchart LR",
      "  a[Fetch data] --> b[Train] --> c[Register model] --> d[Evaluate model] --> e{good?}",
      "  e -->|no| f[Alert]",
      "  e -->|yes| g[Deploy]",
    ].join("\n");
    expect(differences(text, small)).toEqual([
      '2: in another order (register): "Register model" (registering the model) is drawn elsewhere; Millrace does it after "Evaluate model".',
    ]);
    const leaking =
      "flowchart LR\n a[Fetch data] --> b[Train] --> c[train/test split] --> d[Evaluate] --> e{ok?} -->|yes| f[Register]\n e -->|no| g[Alert]";
    expect(differences(leaking, small)).toEqual([
      '2: in another order (split): The split is drawn after "Train"; Millrace splits first, so that nothing is learned from test rows.',
    ]);
  });

  it("says what to do", () => {
    for (const { fix } of held(steps({ fail: "", more: "  P->>P: monitor it" }), large).differences) {
      expect(fix).toMatch(/[.]$|…/);
    }
  });
});
