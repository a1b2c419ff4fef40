import { type XyChart, xyChartLines } from "../mermaid/xy-chart.ts";
import type { RunView } from "../subject.ts";
import { aspectEmpty } from "./aspect-empty.ts";
import { chartOfCalibration, chartOfRoc, chartOfSlices } from "./chart-of-report.ts";
import { chartOfCandidates, chartOfSearch } from "./chart-of-search.ts";
import { chartOfVersions } from "./chart-of-versions.ts";
import { type Diagram, lifeDrawing } from "./diagram.ts";

/** More points than this run into each other. */
const mostPoints = 40;

/** Figures as bars and lines: versions, candidates, trials, and what the evaluation found. */
export const xychart: Diagram = {
  kind: "xychart",
  title: "Charts",
  summary: "figures as bars and lines",
  aspects: {
    metric: "the problem's metric of each version of a life, or of each candidate of a run, beside minimum and goal",
    search: "the score of each trial of a run, and the best so far",
    roc: "true positives for false positives on the test rows of a run",
    calibration: "what was said against what came true on the test rows of a run",
    slices: "the problem's metric on each slice of the test rows of a run",
  },
  settings: { xyChart: { width: 900, height: 480 } },
  of: {
    run: (run, _, { aspect, fold }) => xyChartLines(chartOfRun(run, aspect, fold)),
    life: lifeDrawing(["intervals"], (life, { declaration }, { aspect }) => {
      if (aspect === "metric") return xyChartLines(chartOfVersions(life, declaration, mostPoints));
      throw aspectEmpty("xychart", aspect, "it is drawn of one run, so ask for it by the run's id or by NAME@VERSION");
    }),
  },
};

function chartOfRun(run: RunView, aspect: string, fold: number): XyChart {
  switch (aspect) {
    case "search":
      return chartOfSearch(run, mostPoints);
    case "roc":
      return chartOfRoc(run);
    case "calibration":
      return chartOfCalibration(run);
    case "slices":
      return chartOfSlices(run, fold);
    default:
      return chartOfCandidates(run, fold);
  }
}
