import { mkdtempSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { TableOptions } from "../../workflow/index.ts";
import { closeDuckDB, withDuckDB } from "../duckdb.ts";
import { readSnapshot } from "../read-snapshot.ts";
import { takeSnapshot } from "../snapshot.ts";
import { parquet } from "./parquet.ts";
import { table } from "./table.ts";

let folder: string;
let files = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "millrace-parquet-"));
});
afterAll(closeDuckDB);

const make = (name: string, select: string): Promise<void> =>
  withDuckDB(async (connection) => {
    await connection.run(`COPY (${select}) TO '${join(folder, name)}' (FORMAT parquet)`);
  });
const read = async (path: string, options: Omit<TableOptions, "format"> = {}) => {
  const workFile = (extension: string): string => join(folder, `work-${files++}.${extension}`);
  const { path: snapshot, manifest } = await takeSnapshot({ spec: table(path, options), baseFolder: folder, workFile });
  return { frame: await readSnapshot(snapshot), manifest };
};

describe("Parquet as a source", () => {
  it("keeps its types: whole and decimal numbers, dates, times, booleans, identifiers, texts of digits", async () => {
    await make(
      "types.parquet",
      `SELECT * FROM (VALUES
        (1::TINYINT, 1.5::FLOAT, 12.34::DECIMAL(10,2), 9007199254740993::BIGINT, 5::BIGINT, DATE '2024-02-29', TIMESTAMP '2024-02-29 12:00:00', true, uuid(), '007', 'infinity'::DOUBLE),
        (NULL, 'nan'::FLOAT, 0.01::DECIMAL(10,2), 2::BIGINT, -6::BIGINT, NULL, NULL, false, uuid(), '12', 1.0))
        t(tiny, float, dec, big, small, day, moment, yes, key, digits, inf)`,
    );
    const { frame, manifest } = await read("types.parquet");
    expect(frame.column("tiny")).toMatchObject({ values: new Float64Array([1, Number.NaN]) });
    expect(frame.column("float")).toMatchObject({ values: new Float64Array([1.5, Number.NaN]) });
    expect(frame.column("dec")).toMatchObject({ values: new Float64Array([12.34, 0.01]) });
    expect(frame.column("big")).toMatchObject({ kind: "id", dictionary: ["2", "9007199254740993"] });
    expect(frame.column("small")).toMatchObject({ values: new Float64Array([5, -6]) });
    expect(frame.column("day")).toMatchObject({
      kind: "constant",
      values: new Float64Array([Date.UTC(2024, 1, 29), Number.NaN]),
    });
    expect(frame.column("moment")).toMatchObject({ values: new Float64Array([Date.UTC(2024, 1, 29, 12), Number.NaN]) });
    expect(frame.column("yes")).toMatchObject({ kind: "boolean", values: new Float64Array([1, 0]) });
    expect(frame.column("digits")).toMatchObject({ kind: "category", dictionary: ["007", "12"] });
    expect(manifest.columns.find(({ name }) => name === "inf")).toMatchObject({
      kind: "number",
      missing: 1,
      unreadable: { count: 1, examples: [{ value: "inf", row: 1 }] },
    });
  });

  it("takes a marker that is a number for missing, as number and as text, and counts it", async () => {
    await make(
      "marked.parquet",
      `SELECT * FROM (VALUES (-999::DOUBLE, -999::BIGINT, '-999', 20240131::INTEGER), (-999.5, 7, '-999.0', 20240201), (4.5, 8, 'b', -999), ('nan', 9, 'c', 5))
        t(x, n, word, day)`,
    );
    const { frame, manifest } = await read("marked.parquet", {
      missing: ["-999"],
      kinds: { word: "category" },
    });
    const nan = Number.NaN;
    expect(frame.column("x")).toMatchObject({ values: new Float64Array([nan, -999.5, 4.5, nan]) });
    expect(frame.column("n")).toMatchObject({ values: new Float64Array([nan, 7, 8, 9]) });
    expect(frame.column("word")).toMatchObject({ codes: new Int32Array([-1, -1, 0, 1]), dictionary: ["b", "c"] });
    expect(frame.column("day")).toMatchObject({ values: new Float64Array([20240131, 20240201, nan, 5]) });
    expect(manifest.columns.map(({ missing, missingMarkers }) => [missing, missingMarkers])).toEqual([
      [2, { "": 1, "-999.0": 1 }],
      [1, { "-999": 1 }],
      [2, { "-999": 1, "-999.0": 1 }],
      [1, { "-999.0": 1 }],
    ]);
  });

  it("flattens structs into dotted columns, and names the list that it can't read", async () => {
    await make(
      "nested.parquet",
      "SELECT {'city': 'Oslo', 'at': {'x y': 1.5, 'b,c': 2}} AS place, [1, 2] AS tags, MAP {'a': 1} AS counts",
    );
    await expect(read("nested.parquet")).rejects.toMatchObject({
      code: "DATA_NESTED",
      message: /"tags" holds values of type INTEGER\[\]/,
    });
    const { frame } = await read("nested.parquet", { drop: ["tags", "counts"] });
    expect(frame.names).toEqual(["place.city", "place.at.x y", "place.at.b,c"]);
    expect(frame.column("place.at.x y")).toMatchObject({ values: new Float64Array([1.5]) });
  });

  it("refuses tables without rows, and files with different columns or types", async () => {
    await make("none.parquet", "SELECT 1 AS x WHERE false");
    await expect(read("none.parquet")).rejects.toMatchObject({ code: "DATA_NO_ROWS" });
    await make("part-1.parquet", "SELECT 1 AS x, 'a' AS y");
    await make("part-2.parquet", "SELECT 2 AS x, 'b' AS y");
    expect((await read("part-*.parquet")).frame.column("x")).toMatchObject({ values: new Float64Array([1, 2]) });
    await make("part-3.parquet", "SELECT 'two' AS x, 'b' AS y");
    await expect(read("part-*.parquet")).rejects.toMatchObject({
      code: "DATA_SCHEMA_DIFFERS",
      message: /part-3\.parquet: .*"x" is VARCHAR, not INTEGER/,
    });
  });

  it("notices a file that changes between its digest and the end of reading", async () => {
    await make("x.parquet", "SELECT 1 AS x");
    const path = join(folder, "x.parquet");
    const staged = await parquet.stage({ files: [{ path, shown: "x.parquet" }], options: {}, stagedPath: "" });
    await staged.confirm!();
    writeFileSync(path, readFileSync(path));
    utimesSync(path, 1, 1);
    await expect(staged.confirm!()).rejects.toMatchObject({ code: "DATA_CHANGED_WHILE_READ" });
  });
});
