import type { IntervalRecord } from "../store/index.ts";

const fewest = 3;
const most = 8;

/**
 * Numbers for people, with so many digits (3 to 8 significant) that those which differ also look different: a reason must
 * never read "0.72; the minimum is 0.72" where it failed. A value that isn't there reads "unknown".
 */
export function figures(...values: readonly (number | null)[]): string[] {
  const known = values.filter((value): value is number => value !== null && Number.isFinite(value));
  const distinct = new Set(known).size;
  let digits = fewest;
  while (digits < most && new Set(known.map((value) => figure(value, digits))).size < distinct) digits++;
  return values.map((value) => (value === null || !Number.isFinite(value) ? "unknown" : figure(value, digits)));
}

/** "0.78 [0.75, 0.81]", with the bound's digits in step. */
export function intervalText(estimate: IntervalRecord, bound: number | null): { interval: string; bound: string } {
  const [value, low, high, limit] = figures(estimate.value, estimate.low, estimate.high, bound) as [
    string,
    string,
    string,
    string,
  ];
  if (estimate.low === null || estimate.high === null) return { interval: `${value} (no interval)`, bound: limit };
  return { interval: `${value} [${low}, ${high}]`, bound: limit };
}

function figure(value: number, digits: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e15 || size < 1e-6) return value.toExponential(digits - 1);
  const decimals = Math.max(0, digits - 1 - exponentOf(size));
  // Shares and scores read best with a fixed number of decimals: 0.05 beside 0.78, not 0.0500.
  const text = value.toFixed(Math.min(20, size < 1 ? Math.max(digits, Math.min(decimals, digits + 2)) : decimals));
  return text.includes(".") ? text.replace(/\.?0+$/, "") : grouped(text);
}

/** 7103 -> "7,103"; by hand, because the engine's locales may differ and reasons are part of artifacts. */
function grouped(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, ",");
}

/** floor(log10(x)) without the engine's logarithm: reasons are part of artifacts, which must be equal everywhere. */
function exponentOf(size: number): number {
  return Number(size.toExponential().split("e")[1]);
}
