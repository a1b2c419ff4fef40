import { Cron } from "croner";
import { plainWords } from "./plain-words.ts";

/** A schedule that a drawing names. */
export interface DrawnSchedule {
  /** A cron pattern: minute, hour, day, month, weekday. */
  readonly cron: string;
  /** What the drawing leaves open, like the hour; null where it says all. */
  readonly guess: string | null;
}

const field = /^(?:\*|\*\/\d{1,2}|[\dA-Za-z,-]{1,20})(?:\/\d{1,2})?$/;
const weekdays: readonly (readonly [RegExp, number])[] = [
  [/\b(?:sunday|sonntag)/, 0],
  [/\b(?:monday|montag)/, 1],
  [/\b(?:tuesday|dienstag)/, 2],
  [/\b(?:wednesday|mittwoch)/, 3],
  [/\b(?:thursday|donnerstag)/, 4],
  [/\b(?:friday|freitag)/, 5],
  [/\b(?:saturday|samstag)/, 6],
];
const nightHour = 3;

/** "every night", "weekly on Monday at 6", "every 4 hours", "cron 0 3 * * *"; undefined where a text names no schedule. */
export function scheduleIn(text: string): DrawnSchedule | undefined {
  const cron = cronIn(text);
  if (cron !== undefined) return { cron, guess: null };
  const words = plainWords(text);
  const every = /\b(?:every|alle) (\d{1,2}) ?(min|h|stunden|d|tage)/.exec(words);
  if (every !== null) return everyFew(Number(every[1]), every[2]!);
  if (/\b(?:hourly|every hour|each hour|stundlich|jede stunde)\b/.test(words))
    return { cron: "0 * * * *", guess: null };
  const time = timeIn(words);
  const at = `${time?.minute ?? 0} ${time?.hour ?? nightHour}`;
  const weekday = weekdays.find(([pattern]) => pattern.test(words))?.[1];
  const isWeekly = /\b(?:weekly|every week|each week|once a week|wochentlich|jede woche)\b/.test(words);
  if (isWeekly || (weekday !== undefined && /\b(?:every|each|on|jeden?|am)\b/.test(words))) {
    const open = weekday === undefined ? "the day (Monday) and the hour" : "the hour";
    return {
      cron: `${at} * * ${weekday ?? 1}`,
      guess: time === undefined || weekday === undefined ? `${open} of the week` : null,
    };
  }
  if (/\b(?:monthly|every month|each month|monatlich|jeden monat)\b/.test(words)) {
    return { cron: `${at} 1 * *`, guess: "the day (the first) and the hour of the month" };
  }
  const daily =
    /\b(?:nightly|every night|each night|daily|every day|each day|every morning|once a day|taglich|jede nacht|nachtlich|jeden (?:tag|morgen|abend))\b/;
  if (!daily.test(words)) return undefined;
  return { cron: `${at} * * *`, guess: time === undefined ? `the hour (${nightHour} at night)` : null };
}

/** How long a schedule leaves between two runs, as a duration; undefined where it isn't one of the plain ones. */
export function periodOf({ cron }: DrawnSchedule): string | undefined {
  if (cron === "0 * * * *") return "1h";
  if (/^\d+ \d+ \* \* \*$/.test(cron)) return "1d";
  if (/^\d+ \d+ \* \* \d$/.test(cron)) return "1w";
  return /^\d+ \d+ 1 \* \*$/.test(cron) ? "30d" : undefined;
}

function everyFew(count: number, unit: string): DrawnSchedule | undefined {
  if (count < 1) return undefined;
  if (count > (unit === "min" ? 59 : unit === "h" || unit === "stunden" ? 23 : 31)) return undefined;
  if (unit === "min") return { cron: `*/${count} * * * *`, guess: null };
  if (unit === "h" || unit === "stunden") return { cron: `0 */${count} * * *`, guess: null };
  return { cron: `0 ${nightHour} */${count} * *`, guess: `the hour (${nightHour} at night)` };
}

/** Five words in a row that are fields of a cron pattern, at least one of them a star. */
function cronIn(text: string): string | undefined {
  const words = text
    .slice(0, 400)
    .replace(/["'()[\]]/g, " ")
    .trim()
    .split(/\s+/);
  for (let at = 0; at + 5 <= words.length; at++) {
    const five = words.slice(at, at + 5);
    const isPattern = five.every((word) => field.test(word)) && /^[\d*]/.test(five[0]!) && /^[\d*]/.test(five[1]!);
    if (isPattern && five.some((word) => word.startsWith("*")) && comes(five.join(" "))) return five.join(" ");
  }
  return undefined;
}

/** True for a pattern that can be read and has a next time. */
function comes(pattern: string): boolean {
  try {
    return new Cron(pattern, { paused: true, timezone: "UTC" }).nextRun(new Date("2024-01-01T00:00:00Z")) !== null;
  } catch {
    return false;
  }
}

function timeIn(words: string): { hour: number; minute: number } | undefined {
  const found =
    /\b(?:at|um|@) ?(\d{1,2})(?:[:.](\d{2}))? ?(am|pm|uhr)?/.exec(words) ?? /\b(\d{1,2}):(\d{2}) ?(am|pm)?/.exec(words);
  if (found === null) return undefined;
  const hour = (Number(found[1]) % (found[3] === "pm" || found[3] === "am" ? 12 : 24)) + (found[3] === "pm" ? 12 : 0);
  return { hour, minute: Math.min(59, Number(found[2] ?? 0)) };
}
