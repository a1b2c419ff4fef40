import type { EvaluationReport } from "../../../evaluation/index.ts";
import type { RunStory } from "../../../run/index.ts";
import { metricOf } from "../../metric-of.ts";
import { moneyOf } from "../../money.ts";
import type { RunView } from "../../subject.ts";
import { count, counted, figure } from "../../words.ts";
import {
  type Block,
  facts,
  fixed,
  heading,
  muted,
  paragraph,
  type Section,
  section,
  strong,
  table,
  type Words,
} from "../document.ts";
import { longTable } from "../long-table.ts";
import { confusionBlocks, curveBlocks, residualBlocks } from "./errors-made.ts";
import { scaleOf } from "./scale.ts";

/** What the model is worth on rows that nothing was learned from: with intervals, per class, per slice, in money. */
export function worth({ story }: RunView): Section | null {
  const { evaluation } = story;
  if (evaluation === null) return null;
  return section("worth", "What it is worth on unseen rows", [
    paragraph(
      `${counted(evaluation.rows, "test row")} that nothing was learned from. The line is the 95 % interval: another test set would most likely give a value on it.`,
    ),
    ...metricsBlocks(story, evaluation),
    ...confusionBlocks(evaluation),
    ...curveBlocks(evaluation),
    ...residualBlocks(evaluation),
    ...moneyBlocks(story),
    ...sliceBlocks(story, evaluation),
    ...patternBlocks(evaluation),
  ]);
}

function metricsBlocks({ declaration }: RunStory, { metrics }: EvaluationReport): (Block | null)[] {
  const { problem } = declaration;
  const known = declaration.metrics.filter(({ name }) => metrics[name]?.value != null);
  if (known.length === 0) return [paragraph("No metric is defined on these rows.")];
  const rows = known.map(({ name, label, range, greaterIsBetter }): readonly Words[] => {
    const bound = name === problem.metric ? (problem.minimum ?? null) : null;
    const estimate = metrics[name]!;
    return [
      name === problem.metric ? strong(label) : label,
      { kind: "range", estimate, bound, scale: scaleOf(range, [estimate], bound) },
      muted(greaterIsBetter ? "higher is better" : "lower is better"),
    ];
  });
  const { label, greaterIsBetter } = metricOf(declaration);
  const limit = greaterIsBetter ? "least" : "most";
  const caption =
    problem.minimum === undefined
      ? undefined
      : `The stroke across the line of ${label} is what was asked: at ${limit} ${problem.minimum}.`;
  return [table(["Metric", "Value with its interval", ""], rows, caption)];
}

function moneyBlocks(story: RunStory): (Block | null)[] {
  const money = moneyOf(story);
  const { costs } = story.declaration.problem;
  if (money === null || costs === undefined) return [];
  const rows = story.evaluation!.rows;
  const line = (label: string, total: number): readonly Words[] => [
    label,
    count(Math.round(total)),
    count(Math.round(total / rows)),
  ];
  const from = story.threshold === null ? "" : ` from a probability of ${figure(story.threshold)} up`;
  return [
    heading("In money"),
    paragraph([
      fixed(money.positive),
      ` is said${from}: ${counted(money.misses, "miss").replace("misss", "misses")} at ${count(costs.falseNegative)}, ${counted(money.falseAlarms, "false alarm")} at ${count(costs.falsePositive)}.`,
    ]),
    table(
      ["Way to decide", `On ${counted(rows, "test row")}>`, "A row>"],
      [line("The model", money.model), line("Never say it", money.never), line("Always say it", money.always)],
    ),
  ];
}

function sliceBlocks({ declaration }: RunStory, { slices }: EvaluationReport): Block[] {
  if (slices.length === 0) return [];
  const { name, label, range } = metricOf(declaration);
  const estimates = slices.map(({ metrics }) => metrics[name] ?? null);
  const scale = scaleOf(range, estimates, null);
  const rows = slices.map(({ column, condition, rows }, i): readonly Words[] => [
    fixed(column),
    condition,
    count(rows),
    estimates[i]?.value == null ? muted("not defined") : { kind: "range", estimate: estimates[i], bound: null, scale },
  ]);
  return [heading("Slice by slice"), ...longTable(["Column", "Rows where", "Rows>", label], rows, 15, "slice")];
}

function patternBlocks({ errorPatterns, residuals }: EvaluationReport): (Block | null)[] {
  if (errorPatterns.length === 0) return [];
  const isRegression = residuals !== null;
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  return [
    heading("Where it errs more than elsewhere"),
    table(
      [
        "Rows where",
        "Of all rows>",
        "Of all error>",
        "Times the average>",
        isRegression ? "Mean absolute error>" : "Wrong there>",
      ],
      errorPatterns.map(({ condition, support, errorShare, lift, meanError }) => [
        condition,
        percent(support),
        percent(errorShare),
        lift.toFixed(1),
        isRegression ? figure(meanError) : percent(meanError),
      ]),
      "One condition at a time; chance is kept out by a test that allows for how many were tried.",
    ),
  ];
}

/** The figures of a metric for people who ask only for it. */
export function metricFacts({ declaration, evaluation }: RunStory): Block | null {
  const { problem } = declaration;
  const measured = evaluation?.metrics[problem.metric];
  if (measured?.value == null) return null;
  const bound = problem.minimum ?? null;
  const { label, range, greaterIsBetter } = metricOf(declaration);
  const better = greaterIsBetter ? "higher is better" : "lower is better";
  return facts([
    [
      label,
      [{ kind: "range", estimate: measured, bound, scale: scaleOf(range, [measured], bound) }, muted(` ${better}`)],
    ],
  ]);
}
