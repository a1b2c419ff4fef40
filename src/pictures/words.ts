/** Figures as people read them. */

/** "10,000". */
export function count(value: number): string {
  // The first use of a locale takes the engine 20 ms, during which a server answers nobody.
  if (!Number.isSafeInteger(value)) return value.toLocaleString("en-US");
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** "1 row", "10,000 rows". */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}

/** Four significant digits; whole numbers from a thousand up. */
export function figure(value: number): string {
  return Math.abs(value) >= 1000 ? count(Math.round(value)) : String(Number(value.toPrecision(4)));
}

/** "0.62 s", "3 min 4 s", "2 h 5 min", "3 d 4 h". */
export function spell(durationMs: number): string {
  const seconds = durationMs / 1000;
  if (seconds < 59.5) return `${seconds < 9.95 ? Number(seconds.toPrecision(2)) : Math.round(seconds)} s`;
  const [large, small, inSmall, secondsOfSmall] = pairOf(seconds);
  const whole = Math.round(seconds / secondsOfSmall);
  const rest = whole % inSmall;
  return `${Math.floor(whole / inSmall)} ${large}${rest === 0 ? "" : ` ${rest} ${small}`}`;
}

function pairOf(seconds: number): (typeof units)[number] {
  if (seconds < 3599.5) return units[0]!;
  return seconds < 86_370 ? units[1]! : units[2]!;
}

/** Two units at a time: how many of the small one make a large one, and the seconds of the small one. */
const units: readonly (readonly [large: string, small: string, inSmall: number, secondsOfSmall: number])[] = [
  ["min", "s", 60, 1],
  ["h", "min", 60, 60],
  ["d", "h", 24, 3600],
];

/** "1.2 MB". */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const steps = ["kB", "MB", "GB", "TB"];
  let value = bytes / 1000;
  let step = 0;
  for (; step < steps.length - 1 && Number(value.toFixed(1)) >= 1000; step++) value /= 1000;
  return `${value.toFixed(1)} ${steps[step]}`;
}

/** "2026-11-30 02:10:47", in UTC. */
export function instant(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19).replace("T", " ");
}

/** The first `most` of a list, and a last line that counts the others. */
export function folded<T>(items: readonly T[], most: number, line: (item: T) => string, noun: string): string[] {
  const shown = items.length <= most ? items : items.slice(0, Math.max(1, most - 1));
  const rest = items.length - shown.length;
  return [...shown.map(line), ...(rest === 0 ? [] : [`… and ${counted(rest, noun)} more`])];
}
