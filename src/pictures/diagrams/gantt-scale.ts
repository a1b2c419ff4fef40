const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Mermaid's units of ticks, with the steps that a clock or calendar is read in. */
const units: readonly (readonly [unit: string, sizeMs: number, steps: readonly number[]])[] = [
  ["millisecond", 1, [1, 2, 5, 10, 20, 50, 100, 200, 500]],
  ["second", second, [1, 2, 5, 10, 15, 30]],
  ["minute", minute, [1, 2, 5, 10, 15, 30]],
  ["hour", hour, [1, 2, 3, 6, 12]],
  ["day", day, [1, 2, 5]],
  ["week", 7 * day, [1, 2]],
  ["month", 30 * day, [1, 3, 6, 12]],
];

const mostTicks = 7;

/** Lines that set a Gantt's axis so that it can be read, from milliseconds to years. */
export function ganttScale(spanMs: number): string[] {
  const steps = units.flatMap(([unit, sizeMs, counts]) => counts.map((n) => ({ unit, n, stepMs: n * sizeMs })));
  const { unit, n, stepMs } = steps.find((step) => spanMs / step.stepMs <= mostTicks) ?? steps.at(-1)!;
  return [`axisFormat ${axisFormat(stepMs)}`, `tickInterval ${n}${unit}`];
}

function axisFormat(stepMs: number): string {
  if (stepMs < second) return "%H:%M:%S.%L";
  if (stepMs < minute) return "%H:%M:%S";
  if (stepMs < 3 * hour) return "%H:%M";
  return stepMs < day ? "%b %d %H:%M" : "%Y-%m-%d";
}
