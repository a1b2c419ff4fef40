import { sqlText } from "../duckdb.ts";

/**
 * The ways of writing a date that are understood. One line each; a value must match the pattern *and* be a day of the
 * calendar. Times without a zone are UTC.
 */
export interface DateFormat {
  /** As people write it; also the key under which manifests and models remember it. */
  readonly name: string;
  readonly pattern: RegExp;
  /** strptime formats of the day; a time may follow where `timed`. Empty: ISO, which DuckDB reads itself. */
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

const times = [
  "",
  ...[" ", "T"].flatMap((gap) =>
    ["%H:%M", "%H:%M:%S", "%H:%M:%S.%f", "%I:%M %p", "%I:%M:%S %p", "%I:%M%p"].map((t) => gap + t),
  ),
];

/** A trimmed text as TIMESTAMP by the first of the named formats that fits, in SQL; NULL where none does. */
export function dateSql(text: string, names: readonly string[]): string {
  const cases = names.map((name) => {
    const found = dateFormats.find((candidate) => candidate.name === name)!;
    return `WHEN ${matchesSql(text, found)} THEN ${parseSql(text, found)}`;
  });
  return `CASE ${cases.join(" ")} ELSE NULL END`;
}

/** True in SQL where the text has the format's shape. */
export function matchesSql(text: string, found: DateFormat): string {
  return `regexp_full_match(${text}, ${sqlText(found.pattern.source.slice(1, -1))}, 'i')`;
}

function parseSql(text: string, found: DateFormat): string {
  if (found.days.length === 0) return `(try_cast(${text} AS TIMESTAMPTZ) AT TIME ZONE 'UTC')`;
  const formats = found.days.flatMap((date) => (found.timed ? times : [""]).map((t) => sqlText(date + t)));
  return `try_strptime(${text}, [${formats.join(", ")}])`;
}

function joined(mark: string, a: string, b: string, year: string, rest: string): string {
  const escaped = mark === "." ? "\\." : mark;
  return `${a}${escaped}${b}${escaped}${year}${rest}`;
}

function format(name: string, source: string, days: readonly string[], timed: boolean, twin?: string): DateFormat {
  return { name, pattern: new RegExp(`^${source}$`, "i"), days, timed, ...(twin === undefined ? {} : { twin }) };
}

/** How many values have each format's shape. */
export type DateCounts = ReadonlyMap<string, number>;

/** The formats that together cover most values, and why of two that fit alike one was taken. */
export function chooseFormats(
  counts: DateCounts,
  present: number,
  order: "day-first" | "month-first" | undefined,
): { formats: string[]; covered: number; note: string } {
  const left = new Map(counts);
  const formats: string[] = [];
  let [covered, note] = [0, ""];
  while (formats.length < 3 && covered < present) {
    const best = [...left].reduce((a, b) => (b[1] > a[1] ? b : a), ["", 0] as [string, number]);
    if (best[1] === 0) break;
    const found = dateFormats.find((candidate) => candidate.name === best[0])!;
    const [name, why] =
      found.twin === undefined ? [best[0], ""] : ofTwins(found, best[1], left.get(found.twin) ?? 0, order);
    formats.push(name);
    covered += left.get(name)!;
    if (why !== "") note = why;
    left.delete(name);
    if (found.twin !== undefined) {
      left.delete(found.twin);
      left.delete(best[0]);
    }
  }
  return { formats, covered, note };
}

function ofTwins(
  found: DateFormat,
  count: number,
  twinCount: number,
  order: "day-first" | "month-first" | undefined,
): [name: string, why: string] {
  const twin = found.twin!;
  const [dayFirst, monthFirst] = found.name.startsWith("DD") ? [found.name, twin] : [twin, found.name];
  if (twinCount < count) {
    const side = found.name === dayFirst ? "a first part" : "a second part";
    return [found.name, `${count - twinCount} values have ${side} above 12, so the order is certain`];
  }
  const byMark = found.name[2] === "/" ? "month-first" : "day-first";
  const taken = (order ?? byMark) === "day-first" ? dayFirst : monthFirst;
  const how =
    order === undefined
      ? `ambiguous: no part above 12 tells; declare dates: "day-first" or "month-first" to be sure`
      : `declared ${order}`;
  return [taken, how];
}
