import type { PortableSpec } from "../../workflow/index.ts";
import type { XyPlot } from "../mermaid/xy-chart.ts";
import { metricOf } from "../metric-of.ts";
import { figure } from "../words.ts";

/** The declared minimum and goal as lines of so many points; none where they aren't declared. */
export function boundPlots(spec: PortableSpec, points: number): XyPlot[] {
  const { minimum, goal } = spec.problem;
  const { greaterIsBetter } = metricOf(spec);
  const line = (role: "minimum" | "goal", bound: number | undefined): XyPlot[] => {
    if (bound === undefined) return [];
    const word = role === "minimum" && !greaterIsBetter ? "most allowed" : role;
    return [{ shape: "line", title: `${word} ${figure(bound)}`, values: Array(points).fill(bound), role }];
  };
  return [...line("minimum", minimum), ...line("goal", goal)];
}
