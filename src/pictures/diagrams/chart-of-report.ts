import type { EvaluationReport } from "../../evaluation/index.ts";
import { axisRange, type XyChart } from "../mermaid/xy-chart.ts";
import { metricOf } from "../metric-of.ts";
import type { RunView } from "../subject.ts";
import { counted } from "../words.ts";
import { aspectEmpty } from "./aspect-empty.ts";
import { boundPlots } from "./chart-bounds.ts";

/** Points along the even axis that Mermaid draws a line over. */
const rocPoints = 41;

/** True positives for false positives, beside the line of guessing. */
export function chartOfRoc(run: RunView): XyChart {
  const { roc, positive, rows } = reportOf(run, "roc");
  if (roc === null || roc.falsePositiveRate.length === 0) {
    throw aspectEmpty("xychart", "roc", "only two classes, both among the test rows, have a ROC curve");
  }
  const along = Array.from({ length: rocPoints }, (_, k) => k / (rocPoints - 1));
  return {
    x: { title: `false positive rate (${counted(rows, "test row")})`, from: 0, to: 1 },
    y: { title: `true positive rate of ${positive ?? "the positive class"}`, low: 0, high: 1 },
    plots: [
      { shape: "line", title: "the model", values: along.map((x) => heightAt(roc, x)), role: "second" },
      { shape: "line", title: "guessing", values: along, role: "bound" },
    ],
  };
}

/** The curve's height there, on the straight line between its neighbours; the upper end where it rises straight up. */
function heightAt(
  { falsePositiveRate: xs, truePositiveRate: ys }: NonNullable<EvaluationReport["roc"]>,
  x: number,
): number {
  const right = xs.findIndex((one) => one > x);
  if (right < 0) return ys.at(-1)!;
  const [x0, x1, y0, y1] = [xs[right - 1]!, xs[right]!, ys[right - 1]!, ys[right]!];
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}

/** What was said against what came true, in ten steps of probability. */
export function chartOfCalibration(run: RunView): XyChart {
  const { calibration, positive, rows } = reportOf(run, "calibration");
  if (calibration === null || calibration.predicted.length === 0) {
    throw aspectEmpty(
      "xychart",
      "calibration",
      "only the probabilities of two classes are held against what came true",
    );
  }
  const { predicted, observed } = calibration;
  const bins = predicted.map((said) => Math.min(9, Math.floor(said * 10)));
  return {
    x: {
      title: `probability said of ${positive ?? "the positive class"}, in % (${counted(rows, "test row")})`,
      names: bins.map((bin) => `${bin * 10}-${bin * 10 + 10}`),
    },
    y: { title: "share", low: 0, high: 1 },
    plots: [
      { shape: "bar", title: "came true", values: observed, role: "value" },
      { shape: "line", title: "was said", values: predicted, role: "second" },
    ],
  };
}

/** The problem's metric on the rows of each slice that a gate or the report looks at, worst first. */
export function chartOfSlices(run: RunView, most: number): XyChart {
  const { name: metric, label, greaterIsBetter } = metricOf(run.story.declaration);
  const report = reportOf(run, "slices");
  const all = report.slices.flatMap(({ condition, rows, metrics }) => {
    const value = metrics[metric]?.value;
    return value == null ? [] : [{ name: `${condition} (${counted(rows, "row")})`, value }];
  });
  if (all.length === 0) throw aspectEmpty("xychart", "slices", "no gate looks at the slices of a column");
  const worst = all.toSorted((a, b) => (greaterIsBetter ? a.value - b.value : b.value - a.value));
  const shown = worst.slice(0, most);
  const bounds = shown.length === 1 ? [] : boundPlots(run.story.declaration, shown.length);
  const values = shown.map(({ value }) => value);
  return {
    isHorizontal: true,
    x: {
      title: all.length > shown.length ? `slices (${all.length - shown.length} better ones are left out)` : "slices",
      names: shown.map(({ name }) => name),
    },
    y: { title: label, ...axisRange([...values, ...bounds.flatMap((plot) => plot.values)], true) },
    plots: [{ shape: "bar", title: "on the rows of the slice", values, role: "value" }, ...bounds],
  };
}

function reportOf({ story: { evaluation } }: RunView, aspect: string): EvaluationReport {
  if (evaluation === null) throw aspectEmpty("xychart", aspect, "the run didn't come to its evaluation");
  return evaluation;
}
