import type { EvaluationReport } from "../../../evaluation/index.ts";
import { count, figure } from "../../words.ts";
import { type Block, facts, fixed, heading, mark, type Plot, paragraph, table, type Words } from "../document.ts";
import { longTable } from "../long-table.ts";

/** More classes make a matrix that nobody reads; then the commonest mix-ups are named. */
const mostClasses = 8;

/** What was said of what was there, and how each class fares. */
export function confusionBlocks({ confusion, classes, classTable, positive }: EvaluationReport): (Block | null)[] {
  if (confusion === null || classTable === null) return [];
  const share = (value: number | null): string => (value === null ? "–" : value.toFixed(3));
  const rows = classTable.map(({ label, rows, predicted, precision, recall, f1 }): readonly Words[] => [
    label === positive ? [fixed(label), " ", mark("positive", "plain")] : fixed(label),
    count(rows),
    count(predicted),
    share(precision),
    share(recall),
    share(f1),
  ]);
  return [
    heading("What was there, and what was said"),
    ...(classes.length <= mostClasses ? [matrix(confusion, classes)] : mixUps(confusion, classes)),
    heading("Class by class"),
    ...longTable(["Class", "Rows>", "Said>", "Precision>", "Recall>", "F1>"], rows, 20, "class"),
  ];
}

function matrix(confusion: readonly (readonly number[])[], classes: readonly string[]): Block | null {
  const rows = confusion.map((line, actual): readonly Words[] => {
    const total = line.reduce((sum, one) => sum + one, 0);
    const cell = (rows: number, said: number): Words => {
      const text = total === 0 ? count(rows) : `${count(rows)} (${Math.round((100 * rows) / total)} %)`;
      return said === actual ? mark(text, "good") : rows === 0 ? text : mark(text, "bad");
    };
    return [[fixed(classes[actual]!)], ...line.map(cell)];
  });
  const titles = classes.map((label) => ({ title: `said ${label}`, align: "right" as const }));
  return table(["Really", ...titles], rows);
}

function mixUps(confusion: readonly (readonly number[])[], classes: readonly string[]): Block[] {
  const pairs = confusion.flatMap((line, actual) =>
    line.flatMap((rows, said) => (rows === 0 || said === actual ? [] : [{ actual, said, rows }])),
  );
  const rows = pairs
    .sort((a, b) => b.rows - a.rows || a.actual - b.actual || a.said - b.said)
    .map(({ actual, said, rows }): readonly Words[] => [fixed(classes[actual]!), fixed(classes[said]!), count(rows)]);
  return rows.length === 0
    ? [paragraph("No class was taken for another.")]
    : longTable(["Really", "Said", "Rows>"], rows, 10, "mix-up");
}

/** Curves of a binary task: how well it ranks, and whether its probabilities come true. */
export function curveBlocks({ roc, precisionRecall, calibration }: EvaluationReport): Block[] {
  const plots: Plot[] = [];
  if (roc !== null && roc.truePositiveRate.length > 1) {
    plots.push({
      ...{ kind: "plot", title: "ROC curve.", x: "false positive rate", y: "true positive rate", marks: "line" },
      points: roc.falsePositiveRate.map((x, i) => ({ x, y: roc.truePositiveRate[i]! })),
      diagonal: "chance",
    });
  }
  if (calibration !== null && calibration.predicted.length > 1) {
    plots.push({
      ...{ kind: "plot", title: "Calibration.", x: "probability said", y: "share that came true", marks: "points" },
      points: calibration.predicted.map((x, i) => ({ x, y: calibration.observed[i]!, weight: calibration.weight[i]! })),
      diagonal: "every probability coming true",
    });
  }
  if (precisionRecall !== null && precisionRecall.recall.length > 1) {
    const points = precisionRecall.recall.map((x, i) => ({ x, y: precisionRecall.precision[i]! }));
    plots.push({
      ...{ kind: "plot", title: "Precision and recall.", x: "recall", y: "precision", marks: "line" },
      points: points.sort((a, b) => a.x - b.x || b.y - a.y),
    });
  }
  return plots.length === 0 ? [] : [heading("How well it ranks, and whether its probabilities come true"), ...plots];
}

/** What is left between truth and prediction. */
export function residualBlocks({ residuals }: EvaluationReport): (Block | null)[] {
  if (residuals === null) return [];
  const { mean, standardDeviation, quantiles, largestAbsolute, histogram } = residuals;
  const most = Math.max(1, ...histogram.counts);
  return [
    heading("How far it is off"),
    facts([
      ["Mean", `${figure(mean)} (actual less predicted), standard deviation ${figure(standardDeviation)}`],
      ["Half of the rows", `${figure(quantiles["0.25"])} … ${figure(quantiles["0.75"])}`],
      ["Nine of ten rows", `${figure(quantiles["0.05"])} … ${figure(quantiles["0.95"])}`],
      ["The largest", figure(largestAbsolute)],
    ]),
    table(
      ["Actual less predicted", "Rows>", ""],
      histogram.counts.map((rows, i) => [
        `${figure(histogram.edges[i]!)} … ${figure(histogram.edges[i + 1]!)}`,
        count(rows),
        { kind: "bar", share: rows / most, tone: "plain" },
      ]),
    ),
  ];
}
