import { readFileSync, writeFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import type * as MetricTable from "../src/ml/metrics/table.ts";
import {
  drawDiagram,
  loadReportSubject,
  loadSubject,
  markdownDocument,
  runReport,
  runSummary,
} from "../src/pictures/index.ts";
import { readDrawing, understand } from "../src/pictures/whiteboard/index.ts";
import { describeVersion } from "../src/registry/index.ts";
import { describeRun } from "../src/run/index.ts";
import { type SmallHome, smallHome } from "./fixtures/small-run.ts";

/** The table with one more row: all that a new metric takes. Its name doesn't tell which way it points. */
vi.mock("../src/ml/metrics/table.ts", async (importOriginal) => {
  const { metricTable } = await importOriginal<typeof MetricTable>();
  const { classesOf } = await import("../src/ml/metrics/define-metric.ts");
  const { rowLossMetric } = await import("../src/ml/metrics/row-loss-metric.ts");
  const wrongShare = rowLossMetric(
    {
      name: "wrongShare",
      label: "share of wrong rows",
      summary: "Share of rows whose class is predicted wrong.",
      tasks: ["binary"],
      greaterIsBetter: false,
      range: [0, 1],
    },
    (y, predictions) =>
      Float64Array.from(classesOf(y).codes, (code, row) => (code === predictions.values[row] ? 0 : 1)),
  );
  return { metricTable: [...metricTable, wrongShare] };
});

let home: SmallHome;
afterEach(() => home?.close());

async function declare(problem: string, gates = ""): Promise<void> {
  home = await smallHome();
  const text = readFileSync(home.file, "utf8")
    .replace("defineWorkflow,", "betterThanBaseline, defineWorkflow, meetsMinimum, notWorseThan, slice,")
    .replace('positive: "yes"', `positive: "yes", ${problem}`)
    .replace("gates: []", `gates: [${gates}]`);
  writeFileSync(home.file, text);
}

const declared = 'metric: "wrongShare", minimum: 0.9, goal: 0.1';
const gates =
  'meetsMinimum(), meetsMinimum("wrongShare", 0.95), notWorseThan("champion"), slice("weather", { minimum: 1, minimumRows: 2 })';

describe("a metric that is one more row of the table", () => {
  it("ranks candidates in its direction, is judged by gates, and is reported by its label", async () => {
    await declare(declared, gates);
    const { result, error } = await home.run();
    expect(error).toBeUndefined();
    const scores = result.leaderboard.map(({ score }) => score!);
    expect(scores).toEqual(scores.toSorted((a, b) => a - b));
    expect(result.leaderboard.map(({ estimator }) => estimator)).toEqual(["logisticRegression", "baseline"]);
    expect(result.metrics["wrongShare"]!.value).toBeCloseTo(1 - result.metrics["accuracyScore"]!.value!, 12);
    const { decisions } = (await describeRun(home.store, "latest")).gates!;
    expect(decisions[0]).toMatchObject({ verdict: "pass", metric: "wrongShare", bound: 0.9, direction: "atMost" });
    expect(decisions[1]!.reason).toMatch(/^share of wrong rows is .*; the most allowed is 0.95$/);
    expect(decisions[2]!.reason).toContain("share of wrong rows is ");
    expect(decisions[3]!.reason).toContain("share of wrong rows holds in all");
  });

  it("is described in what is kept of the run, so that pictures, report and summaries show it", async () => {
    await declare(declared, gates);
    await home.run();
    const story = await describeRun(home.store, "latest");
    expect(story.declaration.metrics.at(-1)).toEqual({
      name: "wrongShare",
      label: "share of wrong rows",
      summary: "Share of rows whose class is predicted wrong.",
      greaterIsBetter: false,
      range: [0, 1],
      suspiciousFrom: null,
    });
    expect(runSummary(story).join("\n")).toContain("judged by share of wrong rows: at most 0.9, aim 0.1");
    const subject = await loadSubject(home.store, "latest");
    expect(drawDiagram("requirement", subject).text).toContain("share of wrong rows at most 0.9");
    expect(drawDiagram("xychart", subject, { aspect: "metric" }).text).toContain("most allowed 0.9");
    const report = markdownDocument(runReport(await loadReportSubject(home.store, "latest")));
    expect(report).toMatch(/\*\*share of wrong rows\*\*.*lower is better/);
    const version = await describeVersion(home.store, "rides@1");
    expect(version.metricDescriptions.map(({ label }) => label)).toContain("share of wrong rows");
  });

  it("beats the baseline where it is lower", async () => {
    await declare('metric: "wrongShare"', "betterThanBaseline({ margin: 0.99 })");
    await home.run();
    const [decision] = (await describeRun(home.store, "latest")).gates!.decisions;
    expect(decision!.verdict).not.toBe("pass");
    expect(decision!.reason).toMatch(/^share of wrong rows is \S+, the baseline's is \S+; the advantage is 0/);
  });

  it("is known to lint: by its name, its range, its direction and its tasks", async () => {
    const wrong: readonly [problem: string, gates: string, message: string][] = [
      ['metric: "wrongShar"', "", 'problem.metric is "wrongShar", which doesn\'t exist. Did you mean "wrongShare"?'],
      ["", 'meetsMinimum("wrongShar", 0.5)', 'Did you mean "wrongShare"?'],
      ['metric: "wrongShare", minimum: 2', "", "problem.minimum is 2, but wrongShare lies between 0 and 1."],
      ['metric: "wrongShare", minimum: 0.1, goal: 0.9', "", "for wrongShare, lower is better."],
    ];
    for (const [problem, gates, message] of wrong) {
      await declare(problem, gates);
      await expect(home.run()).rejects.toThrow(message);
      await home.close();
    }
    await declare('metric: "wrongShare"');
    const text = readFileSync(home.file, "utf8");
    const clusters = text.replace(
      'task: "classification", target: "late", positive: "yes", metric: "wrongShare"',
      'task: "clustering", metric: "wrongShare"',
    );
    writeFileSync(home.file, clusters);
    await expect(home.run()).rejects.toThrow('problem.metric is "wrongShare", which is no metric of clustering.');
  });

  it("is read from a drawing by its label", () => {
    const drawing = 'flowchart TD\n  a[train] --> b{"share of wrong rows <= 0.2?"}\n  b -->|yes| c[deploy]\n';
    const { gate } = understand(readDrawing(drawing, "x.mmd"), "x.mmd");
    expect([gate!.metric!.value, gate!.minimum!.value]).toEqual(["wrongShare", 0.2]);
  });

  it("is in the reference", async () => {
    const { metricsPage } = await import("../scripts/docs/pages/metrics.ts");
    const { runResultPage } = await import("../scripts/docs/pages/run-result.ts");
    expect(metricsPage.body?.()).toContain("## wrongShare\n\nShare of rows whose class is predicted wrong.");
    expect(metricsPage.body?.()).toContain("Tasks: binary. Lower is better; from 0 to 1.");
    expect(runResultPage.body?.()).toContain("| [`wrongShare`](metrics.md#wrongshare) | binary |");
  });
});
