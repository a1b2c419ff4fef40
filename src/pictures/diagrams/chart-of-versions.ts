import type { IntervalRecord } from "../../store/index.ts";
import type { PortableSpec } from "../../workflow/index.ts";
import { axisRange, type XyChart, type XyPlot } from "../mermaid/xy-chart.ts";
import { metricOf } from "../metric-of.ts";
import type { LifeVersion, LifeWith } from "../subject.ts";
import { counted } from "../words.ts";
import { aspectEmpty } from "./aspect-empty.ts";
import { boundPlots } from "./chart-bounds.ts";

/** The problem's metric on the test rows of each version, with its interval, beside minimum and goal. */
export function chartOfVersions(
  { versions, intervals }: LifeWith<"intervals">,
  spec: PortableSpec,
  most: number,
): XyChart {
  const known = versions.flatMap(({ version }): Point[] => {
    const found = intervals.get(version);
    return found?.value == null ? [] : [{ version, ...found, value: found.value }];
  });
  if (known.length === 0) throw aspectEmpty("xychart", "metric", noVersion(versions, spec));
  const shown = known.slice(-most);
  const notes = [
    ...(known.length > shown.length ? [`the newest ${shown.length} of ${known.length}`] : []),
    ...(known.length < versions.length ? [`${counted(versions.length - known.length, "version")} without it`] : []),
  ];
  const title = `versions of ${spec.name}${notes.length === 0 ? "" : ` (${notes.join(", ")})`}`;
  return shown.length === 1 ? oneVersion(shown[0]!, spec, title) : manyVersions(shown, spec, title);
}

interface Point extends IntervalRecord {
  readonly version: number;
  readonly value: number;
}

function noVersion(versions: readonly LifeVersion[], spec: PortableSpec): string {
  return versions.length === 0 ? "no version was registered yet" : `no version has a ${metricOf(spec).label}`;
}

/** A line of one point can't be seen: the bounds stand beside its bar. */
function oneVersion({ version, value }: Point, spec: PortableSpec, title: string): XyChart {
  const { minimum, goal } = spec.problem;
  const names = [
    ...(minimum === undefined ? [] : ["minimum"]),
    `version ${version}`,
    ...(goal === undefined ? [] : ["goal"]),
  ];
  const values = [minimum, value, goal].filter((bound) => bound !== undefined);
  return {
    x: { title, names },
    y: { title: metricOf(spec).label, ...axisRange(values, true) },
    plots: [
      { shape: "bar", title: "on its test rows", values, role: "value" },
      ...(names.length > 1 ? boundPlots(spec, names.length) : []),
    ],
  };
}

function manyVersions(points: readonly Point[], spec: PortableSpec, title: string): XyChart {
  const bounds = boundPlots(spec, points.length);
  const hasIntervals = points.every(({ low, high }) => low !== null && high !== null);
  const edge = (which: "low" | "high"): XyPlot => ({
    shape: "line",
    title: `95 % interval: ${which}`,
    values: points.map((point) => point[which]!),
    role: "bound",
  });
  const plots: XyPlot[] = [
    { shape: "line", title: "on its test rows", values: points.map(({ value }) => value), role: "second" },
    ...bounds,
    ...(hasIntervals ? [edge("high"), edge("low")] : []),
  ];
  return {
    x: { title, names: points.map(({ version }) => `${version}`) },
    y: {
      title: metricOf(spec).label,
      ...axisRange(
        plots.flatMap(({ values }) => values),
        false,
      ),
    },
    plots,
  };
}
