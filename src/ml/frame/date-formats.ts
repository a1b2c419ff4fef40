import { dayMs, daysFromCivil, daysInMonth, parseIsoDate } from "./iso-date.ts";

/**
 * The ways of writing a date that are understood. One line each; a value must match the pattern *and* be a day of the
 * calendar. Times without a zone are UTC.
 */
export interface DateFormat {
  /** As people write it; also the key under which manifests and models remember it. */
  readonly name: string;
  readonly pattern: RegExp;
  /** strptime formats of the day; a time may follow where `timed`. Empty: ISO 8601. */
  readonly days: readonly string[];
  readonly timed: boolean;
  /** The format that the same digits could be, too. */
  readonly twin?: string;
}

const time = "(?:[ T]\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,6})?)?(?: ?[AaPp][Mm])?)?";
const day = "(?:0?[1-9]|[12]\\d|3[01])";
const month = "(?:0?[1-9]|1[0-2])";
const shortMonth = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)";
const longMonth = "(?:january|february|march|april|may|june|july|august|september|october|november|december)";
const isoZone = "(?:[ T]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?(?: ?(?:Z|[+-]\\d{2}(?::?\\d{2})?))?)?";

/** Every way of writing a date that is understood, in the order in which they are tried. */
export const dateFormats: readonly DateFormat[] = [
  format("YYYY-MM-DD", `\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])${isoZone}`, [], false),
  format("YYYY/MM/DD", `\\d{4}/${month}/${day}${time}`, ["%Y/%m/%d"], true),
  format("YYYY-MM", "\\d{4}-(?:0[1-9]|1[0-2])", ["%Y-%m"], false),
  ...["/", "-", "."].flatMap((mark) => [
    format(
      `DD${mark}MM${mark}YYYY`,
      joined(mark, day, month, "\\d{4}", time),
      [`%d${mark}%m${mark}%Y`],
      true,
      `MM${mark}DD${mark}YYYY`,
    ),
    format(
      `MM${mark}DD${mark}YYYY`,
      joined(mark, month, day, "\\d{4}", time),
      [`%m${mark}%d${mark}%Y`],
      true,
      `DD${mark}MM${mark}YYYY`,
    ),
    format(
      `DD${mark}MM${mark}YY`,
      joined(mark, day, month, "\\d{2}", time),
      [`%d${mark}%m${mark}%y`],
      true,
      `MM${mark}DD${mark}YY`,
    ),
    format(
      `MM${mark}DD${mark}YY`,
      joined(mark, month, day, "\\d{2}", time),
      [`%m${mark}%d${mark}%y`],
      true,
      `DD${mark}MM${mark}YY`,
    ),
  ]),
  format("DD-Mon-YYYY", `${day}[- ]${shortMonth}[- ]\\d{4}${time}`, ["%d-%b-%Y", "%d %b %Y"], true),
  format("DD-Mon-YY", `${day}[- ]${shortMonth}[- ]\\d{2}${time}`, ["%d-%b-%y", "%d %b %y"], true),
  format("Mon DD, YYYY", `${shortMonth}\\.? ${day},? \\d{4}${time}`, ["%b %d, %Y", "%b %d %Y", "%b. %d, %Y"], true),
  format("Month DD, YYYY", `${longMonth} ${day},? \\d{4}${time}`, ["%B %d, %Y", "%B %d %Y"], true),
  format("DD Month YYYY", `${day} ${longMonth},? \\d{4}${time}`, ["%d %B %Y", "%d %B, %Y"], true),
  format("YYYYMMDD", "(?:19|20)\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])", ["%Y%m%d"], false),
];

/**
 * A text without blanks at its ends as milliseconds since 1970, by the first of the named formats whose shape it has; NaN where it has
 * none's, or is no day of the calendar. The same that a table's column is read by (there in SQL).
 */
export function parseWrittenDate(text: string, names: readonly string[]): number {
  for (const name of names) {
    const found = byName.get(name);
    if (found?.pattern.test(text)) return found.days.length === 0 ? parseIsoDate(text) : parseAs(text, found);
  }
  return Number.NaN;
}

const byName = new Map(dateFormats.map((found) => [found.name, found]));
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const timePattern = /[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?( ?)(?:([AP])M)?$/i;

function parseAs(text: string, { days, timed }: DateFormat): number {
  const clock = timed ? timePattern.exec(text) : null;
  const day = clock === null ? text : text.slice(0, clock.index);
  const time = clock === null ? 0 : timeOf(clock);
  for (const layout of days) {
    const ms = dayOf(day, layout);
    if (!Number.isNaN(ms)) return ms + time;
  }
  return Number.NaN;
}

/** Milliseconds since midnight; NaN for a time that isn't on a clock. */
function timeOf([, hours, minutes, seconds = "0", fraction = "", gap, half]: RegExpExecArray): number {
  const [hour, minute, second] = [Number(hours), Number(minutes), Number(seconds)];
  const us = Number(fraction.padEnd(6, "0"));
  if (minute > 59 || second > 59) return Number.NaN;
  if (half === undefined) return hour > 23 ? Number.NaN : clockMs(hour, minute, second, us);
  if (hour < 1 || hour > 12 || fraction !== "" || (gap === "" && second !== 0)) return Number.NaN;
  return clockMs((hour % 12) + (half.toLowerCase() === "p" ? 12 : 0), minute, second, us);
}

function clockMs(hour: number, minute: number, second: number, us: number): number {
  return ((hour * 60 + minute) * 60 + second) * 1000 + us / 1000;
}

/** Midnight of a day written as a strptime layout of %Y, %y, %m, %d, %b and %B says. */
function dayOf(text: string, layout: string): number {
  let [year, month, day] = [Number.NaN, 1, 1];
  let rest = text;
  for (const part of layout.match(/%.|[^%]/g)!) {
    const found = partPatterns[part as keyof typeof partPatterns]?.exec(rest)?.[0] ?? (rest[0] === part ? part : "");
    if (found === "") return Number.NaN;
    rest = rest.slice(found.length);
    if (part === "%Y") year = Number(found);
    else if (part === "%y") year = Number(found) + (Number(found) < 69 ? 2000 : 1900);
    else if (part === "%m") month = Number(found);
    else if (part === "%d") day = Number(found);
    else if (part === "%b" || part === "%B") month = 1 + months.indexOf(found.slice(0, 3).toLowerCase());
  }
  const exists = rest === "" && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return exists ? daysFromCivil(year, month, day) * dayMs : Number.NaN;
}

const partPatterns = {
  "%Y": /^\d{4}/,
  "%y": /^\d{2}/,
  "%m": /^\d{1,2}/,
  "%d": /^\d{1,2}/,
  "%b": new RegExp(`^${shortMonth}`, "i"),
  "%B": new RegExp(`^${longMonth}`, "i"),
} as const;

function joined(mark: string, a: string, b: string, year: string, rest: string): string {
  const escaped = mark === "." ? "\\." : mark;
  return `${a}${escaped}${b}${escaped}${year}${rest}`;
}

function format(name: string, source: string, days: readonly string[], timed: boolean, twin?: string): DateFormat {
  return { name, pattern: new RegExp(`^${source}$`, "i"), days, timed, ...(twin === undefined ? {} : { twin }) };
}
