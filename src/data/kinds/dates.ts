import { type DateFormat, dateFormats } from "../../ml/index.ts";
import { sqlText } from "../duckdb.ts";

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

/** DuckDB wants seconds before a zone, no blank, and a colon in it: 10:20+0200 becomes 10:20:00+02:00. */
function wholeIsoSql(text: string): string {
  const seconds = `regexp_replace(upper(${text}), '^(.{10}[ T]\\d{2}:\\d{2}) ?([Z+-].*)$', '\\1:00\\2')`;
  return `regexp_replace(${seconds}, '(:.*[^ ]) ?([+-]\\d{2}):?(\\d{2})$', '\\1\\2:\\3')`;
}

function parseSql(text: string, found: DateFormat): string {
  if (found.days.length === 0) return `(try_cast(${wholeIsoSql(text)} AS TIMESTAMPTZ) AT TIME ZONE 'UTC')`;
  const formats = found.days.flatMap((date) => (found.timed ? times : [""]).map((t) => sqlText(date + t)));
  return `try_strptime(${text}, [${formats.join(", ")}])`;
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
