import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handMade } from "../../test/fixtures/hand-made-run.ts";
import { type SmallHome, smallHome } from "../../test/fixtures/small-run.ts";
import { isMillraceError } from "../errors/index.ts";
import { canonicalJson, findMetric, type MetricDescription } from "../ml/index.ts";
import { describedSpec, type StoredSpec } from "../workflow/index.ts";
import { diagramTable, drawDiagram } from "./diagrams/index.ts";
import { drawDocs, markdownDocument, runReport } from "./documents/index.ts";
import { loadSubject } from "./load-subject.ts";
import { metricLines } from "./metric-lines.ts";
import { metricOf } from "./metric-of.ts";
import { runSummary } from "./run-summary.ts";
import type { Subject } from "./subject.ts";

const myScore: MetricDescription = {
  name: "myScore",
  label: "my score",
  summary: "Days until someone complains.",
  greaterIsBetter: false,
  range: [0, null],
  suspiciousFrom: 0.81,
};

/** A run by a metric that no table has, as a home would keep it: all that is known of the metric is in its declaration. */
let home: SmallHome;
let subject: Subject;
beforeAll(async () => {
  home = await smallHome();
  await home.run();
  const real = await loadSubject(home.store, "latest");
  const renamed = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll("rocAucScore", "myScore")) as T;
  const story = renamed(handMade(real).run!.story);
  const stored = canonicalJson({ ...story.declaration, metrics: [myScore] });
  const declaration = describedSpec(JSON.parse(stored) as StoredSpec);
  const run = { story: { ...story, declaration }, events: renamed(real.run!.events) };
  subject = { ...real, declaration, run, life: { ...real.life!, newest: renamed(real.life!.newest!) } };
});
afterAll(() => home.close());

const draw = (kind: string, aspect?: string): string =>
  drawDiagram(kind, { ...subject, asked: "run" }, { aspect }).text;

describe("a metric that only the run's own declaration describes", () => {
  it("is in no table", () => {
    expect(findMetric("myScore")).toBeUndefined();
    expect(metricOf(subject.declaration)).toEqual(myScore);
  });

  it("is drawn by its label, in its direction", () => {
    expect(draw("requirement")).toContain("my score at most 0.7");
    expect(draw("flowchart")).toContain("my score 0.81");
    expect(draw("mindmap")).toContain("my score 0.81");
    expect(draw("class")).toContain("my score 0.84 in cross-validation");
    expect(draw("gantt")).toMatch(/my score 0\.\d/);
    // Lower is better: the best so far falls, the worst slice is the highest, and the minimum is an upper bound.
    expect(draw("xychart", "search")).toContain('"my score in cross-validation"');
    expect(draw("xychart", "search")).toContain('line "best so far" [0.5, 0.5]');
    expect(draw("xychart", "slices")).toContain('["weather = dry (8 rows)", "weather = rain (4 rows)"]');
    expect(draw("xychart", "metric")).toContain('line "most allowed 0.7"');
  });

  it("is in every kind of picture without the name that code has for it", () => {
    for (const { kind, aspects } of diagramTable) {
      for (const aspect of aspects === undefined ? [undefined] : Object.keys(aspects)) {
        for (const asked of ["declaration", "run", "life"] as const) {
          const text = drawWhereItCan(kind, aspect, asked);
          expect(text, `${kind} ${aspect} of a ${asked}`).not.toMatch(/ROC AUC|myScore/);
        }
      }
    }
  });

  it("is in the summary, the report and the docs, with its direction, bounds and summary", () => {
    const { story } = subject.run!;
    const summary = runSummary(story).join("\n");
    expect(summary).toContain("judged by my score: at most 0.7, aim 0.8");
    expect(summary).toContain("2-fold my score:");
    expect(summary).toContain("my score  0.81 [0.66, 0.9]");
    // 12 rows are too few to be suspicious.
    expect(summary).not.toContain("too good to be true");
    const many = { ...story, evaluation: { ...story.evaluation!, rows: 100 } };
    expect(runSummary(many).join("\n")).toContain("too good to be true");
    const report = markdownDocument(runReport(subject));
    expect(report).toContain("lower is better");
    expect(report).not.toMatch(/higher is better|ROC AUC/);
    expect(report).toContain("The stroke across the line of my score is what was asked: at most 0.7.");
    const docs = drawDocs(subject, "rides.workflow.ts").map(({ text }) => text);
    expect(docs.join("\n")).toContain("**my score**: Days until someone complains. Lower is better.");
  });

  it("keeps the place that the declaration gives it among the metrics", () => {
    const [first, second] = [myScore, { ...myScore, name: "another", label: "another" }];
    const interval = { value: 0.5, low: 0.25, high: 0.75 };
    const lines = (order: readonly MetricDescription[]) => metricLines({ another: interval, myScore: interval }, order);
    expect(lines([first, second])).toEqual(["my score  0.5 [0.25, 0.75]", "another   0.5 [0.25, 0.75]"]);
    expect(lines([second, first])).toEqual(["another   0.5 [0.25, 0.75]", "my score  0.5 [0.25, 0.75]"]);
  });
});

/** The text of a picture; empty where there is nothing to draw of this run. */
function drawWhereItCan(kind: string, aspect: string | undefined, asked: Subject["asked"]): string {
  try {
    return drawDiagram(kind, { ...subject, asked }, { aspect }).text;
  } catch (error) {
    if (isMillraceError(error)) return error.message;
    throw error;
  }
}
