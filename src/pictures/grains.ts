/** How finely time is divided: what its sections and its periods are called, from a text like "2026-11-30 02:10:47". */
export interface Grain {
  readonly section: (time: string) => string;
  readonly period: (time: string) => string;
}

/** From minutes to months. */
export const grains: readonly Grain[] = [
  { section: (time) => time.slice(0, 10), period: (time) => time.slice(11, 16) },
  { section: (time) => time.slice(0, 7), period: (time) => time.slice(0, 10) },
  { section: (time) => time.slice(0, 4), period: (time) => time.slice(0, 7) },
];

/** Periods are the same where their keys are; keys sort by time. */
export function periodKey({ section, period }: Grain, time: string): string {
  return `${section(time)} ${period(time)}`;
}

/** The finest grain in which the times fall into no more than `most` periods; the coarsest where none does. */
export function grainOf(times: readonly string[], most: number): Grain {
  return grains.find((grain) => fits(grain, times, most)) ?? grains.at(-1)!;
}

function fits(grain: Grain, times: readonly string[], most: number): boolean {
  const keys = new Set<string>();
  for (const time of times) {
    keys.add(periodKey(grain, time));
    if (keys.size > most) return false;
  }
  return true;
}
