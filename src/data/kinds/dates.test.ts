import { afterAll, describe, expect, it } from "vitest";
import { dateFormats, parseWrittenDate, random } from "../../ml/index.ts";
import { closeDuckDB, queryRows, sqlText, withDuckDB } from "../duckdb.ts";
import { dateSql } from "./dates.ts";

afterAll(closeDuckDB);

const names = dateFormats.map(({ name }) => name);

/** Days, odd and impossible ones among them, written in every way, with and without times. */
function writtenDates(): string[] {
  const draw = random(3, "dates");
  const two = (n: number): string => String(n).padStart(2, "0");
  const months = ["January", "february", "MAR", "April", "May", "Jun", "July", "aug", "Sep", "Oct", "November", "Dec"];
  const times = [
    "",
    "",
    " 7:05",
    "T23:59:59",
    " 24:00",
    " 12:30 PM",
    " 12:05am",
    " 0:15 AM",
    " 1:02:03 pm",
    " 1:02:03pm",
  ];
  const more = [" 13:45 PM", " 10:20:30.5", " 10:20:30.123456", " 10:20:30.12 AM", " 10:60", " 10:20:60", "T10:20:30Z"];
  const zones = ["T10:20:30.1234567+02:00", "T10:20:30 -0530", " 10:20+14", "T10:20z", " 10:20:30.999999999Z", "Z"];
  const all = [...times, ...more, ...zones];
  return Array.from({ length: 6000 }, () => {
    const [y, m, d] = [1900 + draw.integer(200), 1 + draw.integer(13), 1 + draw.integer(31)];
    const month = months[(m - 1) % 12]!;
    const day = draw.next() < 0.5 ? two(d) : String(d);
    const shapes = [`${y}-${two(m)}-${two(d)}`, `${y}/${m}/${d}`, `${y}-${two(m)}`, `${y}${two(m)}${two(d)}`];
    for (const mark of ["/", "-", "."]) shapes.push([day, m, y].join(mark), [two(m), d, two(y % 100)].join(mark));
    shapes.push(`${day}-${month.slice(0, 3)}-${y}`, `${day} ${month.slice(0, 3)} ${two(y % 100)}`);
    shapes.push(`${month.slice(0, 3)}. ${day}, ${y}`, `${month} ${day} ${y}`, `${day} ${month}, ${y}`);
    return shapes[draw.integer(shapes.length)]! + all[draw.integer(all.length)]!;
  });
}

describe("parseWrittenDate", () => {
  it("gives of every text what the snapshot's SQL gives, to the bit", async () => {
    const texts = [...new Set(writtenDates())];
    const values = texts.map((text) => `(${sqlText(text)})`).join(", ");
    await withDuckDB(async (connection) => {
      for (const order of [names, [...names].reverse(), ["DD/MM/YYYY"], ["YYYYMMDD"]]) {
        const rows = await queryRows(
          connection,
          `SELECT t, (epoch_us(${dateSql("t", order)}) / 1000)::DOUBLE AS ms FROM (VALUES ${values}) x(t)`,
        );
        const wrong = rows
          .map(({ t, ms }) => [t, ms, parseWrittenDate(t as string, order)] as const)
          .filter(([, ms, parsed]) => !Object.is(ms ?? Number.NaN, parsed));
        expect(wrong).toEqual([]);
        expect(rows.filter(({ ms }) => ms !== null).length).toBeGreaterThan(order.length === 1 ? 20 : 1500);
      }
    });
  });

  it("reads the two orders of a day and a month as it is told", () => {
    expect(parseWrittenDate("03/04/2024", ["DD/MM/YYYY"])).toBe(Date.UTC(2024, 3, 3));
    expect(parseWrittenDate("03/04/2024", ["MM/DD/YYYY"])).toBe(Date.UTC(2024, 2, 4));
    expect(parseWrittenDate("31.02.2024", ["DD.MM.YYYY"])).toBeNaN();
    expect(parseWrittenDate("2024-01-01", ["DD.MM.YYYY"])).toBeNaN();
  });
});
