import { plainNumber } from "./plain-number.ts";
import { quoted } from "./text.ts";

/** A chart of numbers over names or over a range. Values are finite; lines need two points to be seen. */
export interface XyChart {
  /** Names stand beside long bars; else the names or the range run from left to right. */
  readonly isHorizontal?: boolean;
  readonly x: { readonly title: string } & (
    | { readonly names: readonly string[] }
    | { readonly from: number; readonly to: number }
  );
  readonly y: { readonly title: string; readonly low: number; readonly high: number };
  readonly plots: readonly XyPlot[];
}

/** One row of values, evenly along the other axis. */
export interface XyPlot {
  readonly shape: "bar" | "line";
  readonly title: string;
  readonly values: readonly number[];
  readonly role: "value" | "second" | "minimum" | "goal" | "bound";
}

/** Mermaid's own colours are too pale for lines; these are the states' (see `states.ts`). */
const colours: Readonly<Record<XyPlot["role"], string>> = {
  value: "#7d9fd3",
  second: "#5b47b5",
  minimum: "#b3352a",
  goal: "#2a7a45",
  bound: "#a5acb5",
};

/** Mermaid's text. */
export function xyChartLines({ isHorizontal = false, x, y, plots }: XyChart): string[] {
  const palette = plots.map(({ role }) => colours[role]).join(", ");
  const theme = { themeVariables: { xyChart: { plotColorPalette: palette } } };
  return [
    isHorizontal ? "xychart horizontal" : "xychart",
    `  %%{init: ${JSON.stringify(theme)}}%%`,
    `  x-axis ${quoted(x.title)} ${"names" in x ? `[${distinct(x.names).join(", ")}]` : range(x.from, x.to)}`,
    `  y-axis ${quoted(y.title)} ${range(y.low, y.high)}`,
    ...plots.map(({ shape, title, values }) => `  ${shape} ${quoted(title)} [${values.map(plainNumber).join(", ")}]`),
  ];
}

function range(from: number, to: number): string {
  return `${plainNumber(from)} --> ${plainNumber(to)}`;
}

/** Names as labels. Mermaid draws values of one name on top of each other. */
function distinct(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const times = (seen.get(quoted(name)) ?? 0) + 1;
    seen.set(quoted(name), times);
    return quoted(times === 1 ? name : `${name} (${times})`);
  });
}

/**
 * An axis that holds all values with some room, at figures that read well; from 0 where bars stand on it, and within 0..1
 * where all values are.
 */
export function axisRange(values: readonly number[], fromZero: boolean): { low: number; high: number } {
  const all = fromZero ? [...values, 0] : values;
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const spread = most - least || Math.abs(most) || 1;
  const step = niceStep(spread / 10);
  const isShare = least >= 0 && most <= 1;
  const low = fromZero && least === 0 ? 0 : (Math.floor(least / step) - 1) * step;
  const high = fromZero && most === 0 ? 0 : (Math.ceil(most / step) + 1) * step;
  return isShare ? { low: Math.max(0, low), high: Math.min(1, high) } : { low, high };
}

/** 1, 2 or 5 times a power of ten, at least `size`. */
function niceStep(size: number): number {
  const power = 10 ** Number(size.toExponential().split("e")[1]);
  return ([1, 2, 5].find((n) => n * power >= size) ?? 10) * power;
}
