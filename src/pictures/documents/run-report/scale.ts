import type { MetricDescription } from "../../../ml/index.ts";
import type { IntervalRecord } from "../../../store/index.ts";

/** The scale on which values of a metric and a bound are drawn: 0 to 1 where it has these ends, else what holds them all. */
export function scaleOf(
  range: MetricDescription["range"] | null,
  estimates: readonly (IntervalRecord | null)[],
  bound: number | null,
): readonly [from: number, to: number] {
  const [low, high] = range ?? [null, null];
  if (low === 0 && high === 1) return [0, 1];
  const known = [...estimates.flatMap((one) => [one?.value, one?.low, one?.high]), bound].filter(
    (one): one is number => one != null && Number.isFinite(one),
  );
  const [from, to] = [Math.min(...known), Math.max(...known)];
  if (!Number.isFinite(from)) return [0, 1];
  const margin = (to - from) / 4 || Math.abs(to) / 4 || 1;
  // What can't fall below 0 is drawn from there: a share of it must look like one.
  const end = high !== null && to <= high ? Math.min(high, to + margin) : to + margin;
  return low === 0 && from >= 0 ? [0, end] : [from - margin, end];
}
