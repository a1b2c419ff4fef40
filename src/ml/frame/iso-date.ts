/** Dates as ISO 8601 text and as milliseconds since 1970-01-01 UTC. Own arithmetic: the same on every engine and in every zone. */
const pattern =
  /^([+-]\d{6}|\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?(?: ?(Z|[+-]\d\d(?::?\d\d)?))?$/i;

/** Milliseconds of a day. */
export const dayMs = 86_400_000;

/** Milliseconds of "2024-02-29", "2024-02-29T13:45:00.5+01:00" (UTC where no zone is given); NaN for anything else. */
export function parseIsoDate(text: string): number {
  const match = pattern.exec(text);
  if (match === null) return Number.NaN;
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "0", zone = "Z"] = match;
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  if (m < 1 || m > 12 || d < 1 || d > daysInMonth(y, m)) return Number.NaN;
  // 24:00 is the end of the day.
  const ended = hour === "24" && [minute, second, fraction].every((part) => Number(part) === 0);
  if ((Number(hour) > 23 && !ended) || Number(minute) > 59 || Number(second) > 59) return Number.NaN;
  if (match[4] === undefined && match[8] !== undefined && match[8].toUpperCase() !== "Z") return Number.NaN;
  const time = ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000;
  const wholeMs = daysFromCivil(y, m, d) * dayMs + time - zoneMs(zone);
  // In microseconds first, so that a fraction of a millisecond is rounded as a table's timestamp is.
  return (wholeMs * 1000 + Number(fraction.slice(0, 6).padEnd(6, "0"))) / 1000;
}

/** "2024-02-29" where the time is midnight UTC, else "2024-02-29T13:45:00.000Z". */
export function formatIsoDate(ms: number): string {
  const text = new Date(ms).toISOString();
  return text.endsWith("T00:00:00.000Z") ? text.slice(0, -14) : text;
}

/**
 * Year, month 1..12 and day 1..31 of a day number (days since 1970-01-01).
 * @see https://howardhinnant.github.io/date_algorithms.html
 */
export function civilFromDays(days: number): { year: number; month: number; day: number } {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** Days since 1970-01-01 of a date of the Gregorian calendar. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

/** 28 to 31. @param month 1..12 */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function zoneMs(zone: string): number {
  if (zone.toUpperCase() === "Z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + (zone.length > 3 ? Number(zone.slice(-2)) : 0);
  return (zone[0] === "-" ? -minutes : minutes) * 60_000;
}
