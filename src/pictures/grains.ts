import { instant } from "./words.ts";

/** How finely time is divided: what its sections and its periods are called, from a text like "2026-11-30 02:10:47". */
export interface Grain {
  readonly section: (time: string) => string;
  readonly period: (time: string) => string;
  /** What is never divided. */
  readonly unitMs: number;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** From minutes to months. */
const grains: readonly Grain[] = [
  { section: (time) => time.slice(0, 10), period: (time) => time.slice(11, 16), unitMs: minuteMs },
  { section: (time) => time.slice(0, 7), period: (time) => time.slice(0, 10), unitMs: dayMs },
  { section: (time) => time.slice(0, 4), period: (time) => time.slice(0, 7), unitMs: dayMs },
];

/** The finest grain in which the times fall into no more than `most` periods; the coarsest where none does. */
export function grainOf(times: readonly number[], most: number): Grain {
  return grains.find((grain) => fits(grain, times, most)) ?? grains.at(-1)!;
}

function fits(grain: Grain, times: readonly number[], most: number): boolean {
  const keyOf = periodKeys(grain);
  const keys = new Set<string>();
  for (const time of times) {
    keys.add(keyOf(time));
    if (keys.size > most) return false;
  }
  return true;
}

/** Names the period of a time: periods are the same where their keys are, and keys sort by time. */
export function periodKeys({ section, period, unitMs }: Grain): (at: number) => string {
  // A long life has many times and few units, and writing a time out is what costs.
  const known = new Map<number, string>();
  return (at) => {
    const unit = Math.floor(at / unitMs);
    const key = known.get(unit) ?? `${section(instant(at))} ${period(instant(at))}`;
    known.set(unit, key);
    return key;
  };
}
