import { fail, type SourceLocation } from "../errors/index.ts";

const unitsMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/**
 * Milliseconds of "15s", "30m", "2h", "1d" or "1w"; a day has 24 hours.
 * @throws WORKFLOW_DURATION_INVALID
 */
export function parseDuration(text: string, at?: SourceLocation | undefined): number {
  const ms = durationMs(text);
  if (ms === undefined) throw fail("WORKFLOW_DURATION_INVALID", { got: text }, { at });
  return ms;
}

/** Milliseconds of a duration; undefined where the text isn't one, or says nothing, or more than a century. */
export function durationMs(text: string): number | undefined {
  const match = /^(\d{1,12}(?:\.\d{1,6})?) ?(ms|s|m|h|d|w)$/.exec(text.trim());
  if (match === null) return undefined;
  const ms = Math.round(Number(match[1]) * unitsMs[match[2]!]!);
  return ms > 0 && ms <= 36_525 * unitsMs["d"]! ? ms : undefined;
}

/** The shortest exact text of a duration: "90s" for 90,000, "1d" for 86,400,000. @param ms a whole number of milliseconds */
export function describeDuration(ms: number): string {
  const units = Object.entries(unitsMs)
    .filter(([unit]) => unit !== "w")
    .reverse();
  const [unit, size] = units.find(([, size]) => ms >= size && ms % size === 0) ?? ["ms", 1];
  return `${ms / size}${unit}`;
}
