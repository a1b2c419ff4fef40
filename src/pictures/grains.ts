import { instant } from "./words.ts";

/** How finely time is divided. */
export type GrainName = "minute" | "day" | "month";

/** What its sections and its periods are called, from a text like "2026-11-30 02:10:47". */
export interface Grain {
  readonly name: GrainName;
  readonly section: (time: string) => string;
  readonly period: (time: string) => string;
  /** What is never divided. */
  readonly unitMs: number;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
const grains: readonly Grain[] = [
  { name: "minute", section: (time) => time.slice(0, 10), period: (time) => time.slice(11, 16), unitMs: minuteMs },
  { name: "day", section: (time) => time.slice(0, 7), period: (time) => time.slice(0, 10), unitMs: dayMs },
  { name: "month", section: (time) => time.slice(0, 4), period: (time) => time.slice(0, 7), unitMs: dayMs },
];

/** That grain and the coarser ones, the finest first. */
export function grainsFrom(name: GrainName): readonly Grain[] {
  return grains.slice(grains.findIndex((grain) => grain.name === name));
}

/** The finest grain in which the times fall into no more than `most` periods; the coarsest where none does. */
export function grainOf(times: Iterable<number>, most: number): Grain {
  const fitting = new Set(grains.slice(0, -1).map((grain) => ({ grain, keys: new Set<string>() })));
  for (const at of times) {
    if (fitting.size === 0) break;
    for (const one of fitting) if (one.keys.add(periodKey(one.grain, at)).size > most) fitting.delete(one);
  }
  for (const { grain } of fitting) return grain;
  return grains.at(-1)!;
}

/** Names the period that a time is in: periods are the same where their keys are, and keys sort by time. */
export function periodKey({ section, period }: Grain, at: number): string {
  const time = instant(at);
  return `${section(time)} ${period(time)}`;
}
