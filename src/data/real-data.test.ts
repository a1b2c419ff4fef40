import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { targetOf } from "../ml/index.ts";
import { manualPlatform } from "../platform/index.ts";
import type { TableOptions } from "../workflow/index.ts";
import { closeDuckDB, noTargetLeak, profileTable, readSnapshot, runChecks, table, takeSnapshot } from "./index.ts";

const work = mkdtempSync(join(tmpdir(), "millrace-real-"));
let files = 0;
afterAll(closeDuckDB);

async function snapshot(folder: string, name: string, options: Omit<TableOptions, "format"> = {}) {
  const workFile = (extension: string): string => join(work, `${files++}.${extension}`);
  const { path, manifest } = await takeSnapshot({ spec: table(name, options), baseFolder: folder, workFile });
  const kinds = Object.fromEntries(manifest.columns.map((column) => [column.name, column.kind]));
  const columns = new Map(manifest.columns.map((column) => [column.name, column]));
  return { path, manifest, kinds, columns };
}

describe("bird strikes (vega-datasets)", () => {
  const folder = new URL("../../node_modules/vega-datasets/data/", import.meta.url).pathname;

  it("None is a class, dates are dates, missing speeds are counted", async () => {
    const { manifest, kinds, columns, path } = await snapshot(folder, "birdstrikes.csv");
    expect(manifest.rows).toBe(10_000);
    expect(kinds).toMatchObject({
      "Flight Date": "date",
      "Effect Amount of damage": "category",
      "Wildlife Species": "category",
      "Airport Name": "category",
      "Speed IAS in knots": "number",
      "Cost Total $": "number",
    });
    expect(columns.get("Speed IAS in knots")).toMatchObject({ missing: 2_836 });
    const frame = await readSnapshot(path);
    expect(frame.column("Effect Amount of damage")).toMatchObject({
      dictionary: expect.arrayContaining(["None", "Minor"]),
    });
  });

  it("the cost of the repair gives damage away, and nothing else does", async () => {
    const { path } = await snapshot(folder, "birdstrikes.csv");
    const frame = await readSnapshot(path);
    const damage = frame.column("Effect Amount of damage");
    if (damage.storage !== "codes") throw new Error("damage holds texts");
    const codes = Int32Array.from(damage.codes, (code) => (damage.dictionary[code] === "None" ? 0 : 1));
    const y = { kind: "classes" as const, codes, classes: ["None", "damage"] };
    const rows = Array.from({ length: frame.rowCount }, (_, i) => i);
    const { relations } = profileTable(frame, { y, rows, exclude: ["Effect Amount of damage"] });
    expect(relations[0]!.score).toBeLessThan(0.98);
    const strongest = relations.slice(0, 3).map(({ column }) => column);
    expect(strongest.some((name) => name.startsWith("Wildlife") || name.startsWith("Cost"))).toBe(true);
  });

  it("reads three million rows of Parquet", async () => {
    const { manifest, kinds } = await snapshot(folder, "flights-3m.parquet");
    expect(manifest.rows).toBe(3_000_000);
    expect(Object.values(kinds).filter((kind) => kind === "number" || kind === "date").length).toBeGreaterThanOrEqual(
      3,
    );
  });
});

const data = process.env["MILLRACE_DATA"];

describe.skipIf(!data)("real tables (skipped: MILLRACE_DATA names no folder)", () => {
  it("telco: eleven blanks in a number column are missing, ids are ids", async () => {
    const { kinds, columns } = await snapshot(data!, "telco_churn.csv.gz");
    expect(kinds).toMatchObject({ customerID: "id", TotalCharges: "number", tenure: "number", Churn: "category" });
    expect(columns.get("TotalCharges")).toMatchObject({ missing: 11, missingMarkers: { "": 11 } });
    expect(columns.get("customerID")!.why).toBe("all 7,043 values are distinct text");
  });

  it("bank: unknown is missing where declared; the profile is quick", async () => {
    const { columns, path } = await snapshot(data!, "bank_marketing.csv.gz", { missing: ["unknown"] });
    const missing = ["job", "education", "contact", "poutcome"].map((name) => columns.get(name)!.missing);
    expect(missing).toEqual([288, 1_857, 13_020, 36_959]);
    const frame = await readSnapshot(path);
    const y = targetOf(frame.column("y"), "classification");
    const rows = Array.from({ length: frame.rowCount }, (_, i) => i);
    const profile = profileTable(frame, { y, rows, exclude: ["y"] });
    expect(profile.relations[0]!.column).toBe("duration");
    const { report } = runChecks(frame, [noTargetLeak()], {
      clock: manualPlatform().clock,
      target: { y, rows, columns: ["y"] },
    });
    expect(report.status).toBe("passed");
  });

  it("titanic: names are text, cabins and tickets categories, gaps are counted", async () => {
    const { kinds, columns } = await snapshot(data!, "titanic.csv");
    expect(kinds).toMatchObject({
      survived: "number",
      name: "text",
      sex: "category",
      ticket: "category",
      cabin: "category",
      age: "number",
    });
    expect(["age", "cabin", "embarked"].map((name) => columns.get(name)!.missing)).toEqual([177, 687, 2]);
  });

  it("the messy app store: one shifted row spoils no column, and is told", async () => {
    const { kinds, columns } = await snapshot(data!, "googleplaystore_messy.csv.gz");
    expect(kinds).toMatchObject({
      App: "text",
      Rating: "number",
      Reviews: "number",
      Installs: "category",
      "Last Updated": "date",
    });
    expect(columns.get("Rating")).toMatchObject({ missing: 1_474, max: 19 });
    expect(columns.get("Reviews")).toMatchObject({
      unreadable: { count: 1, examples: [{ value: "3.0M", row: 10_473 }] },
    });
    expect(columns.get("Last Updated")).toMatchObject({
      unreadable: { count: 1, examples: [{ value: "1.0.19", row: 10_473 }] },
    });
    expect(columns.get("Last Updated")!.reading.dates).toEqual(["DD-Mon-YY", "Month DD, YYYY"]);
  });

  it("the others: what a person would expect", async () => {
    const bike = await snapshot(data!, "bike_sharing_hour.csv.gz");
    expect(bike.kinds).toMatchObject({ instant: "id", dteday: "date", hr: "number", cnt: "number" });
    const mall = await snapshot(data!, "mall_customers.csv");
    expect(mall.kinds).toMatchObject({ CustomerID: "id", Gender: "category", Score: "number" });
    const houses = await snapshot(data!, "california_housing.csv.gz");
    expect(houses.columns.get("total_bedrooms")).toMatchObject({ kind: "number", missing: 207 });
    for (const name of ["letter_recognition", "wine_quality", "elec2", "annthyroid_anomaly", "diamonds"]) {
      const { manifest } = await snapshot(data!, `${name}.csv.gz`);
      expect(manifest.columns.filter(({ kind }) => kind !== "number" && kind !== "category")).toEqual([]);
    }
  });

  it("diamonds and letters hold the duplicates that are known", async () => {
    for (const [name, expected] of [
      ["diamonds.csv.gz", 146],
      ["letter_recognition.csv.gz", 1_332],
    ] as const) {
      const { path } = await snapshot(data!, name);
      const frame = await readSnapshot(path);
      expect(profileTable(frame, { y: null, rows: [] }).duplicates.rows).toBe(expected);
    }
  });
});
