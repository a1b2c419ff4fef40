import { metricTable } from "../../../src/ml/index.ts";
import { defaultMetrics } from "../../../src/workflow/defaults.ts";
import { code, paragraphs, table } from "../markdown.ts";
import type { Page } from "../page.ts";

/** Every metric. */
export const metricsPage: Page = {
  file: "metrics.md",
  title: "Metrics",
  summary: "What `problem.metric` may name, and what every run reports on its test rows.",
  body: () =>
    paragraphs(
      "`*Score` is better when higher, `*Error` and `*Loss` when lower. Every value comes with a 95 % interval: analytic where there is a formula, else from a seeded bootstrap over rows.",
      "Where the problem names no metric:",
      table(
        ["task", "metric"],
        Object.entries(defaultMetrics).map(([task, metric]) => [task, code(metric)]),
      ),
      ...metricTable.map(({ name, summary, tasks, greaterIsBetter, range: [low, high], interval }) =>
        paragraphs(
          `## ${name}`,
          summary,
          `Tasks: ${tasks.join(", ")}. ${greaterIsBetter ? "Higher" : "Lower"} is better; ${rangeText(low, high)}. Interval: ${interval === undefined ? "bootstrap" : "analytic where defined, else bootstrap"}.`,
        ),
      ),
    ),
};

function rangeText(low: number, high: number): string {
  if (Number.isFinite(low) && Number.isFinite(high)) return `from ${low} to ${high}`;
  return Number.isFinite(low) ? `from ${low} up` : `at most ${high}`;
}
