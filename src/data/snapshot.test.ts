import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { canonicalJson } from "../ml/index.ts";
import type { TableOptions } from "../workflow/index.ts";
import { closeDuckDB, describeManifest, readSnapshot, table, takeSnapshot } from "./index.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "millrace-data-"));
});
afterAll(closeDuckDB);

let files = 0;
const workFile = (extension: string): string => join(folder, `work-${files++}.${extension}`);
const snapshot = (path: string, options: Omit<TableOptions, "format"> = {}, threads?: number) =>
  takeSnapshot({ spec: table(path, options), baseFolder: folder, workFile, threads });
const write = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return name;
};
const kindsOf = (manifest: Awaited<ReturnType<typeof snapshot>>["manifest"]) =>
  Object.fromEntries(manifest.columns.map(({ name, kind }) => [name, kind]));

const people = [
  "id,age,city,member,joined,note",
  "a-1,31,Oslo,true,2024-01-05,",
  'a-2, ,"Bergen, West",false,2024-02-29,"said ""yes"""',
  "a-3,NA,Oslo,TRUE,?,x",
  "a-4,47.5,None,,2023-12-31,y",
].join("\n");

describe("takeSnapshot", () => {
  it("tells kinds, counts what is missing and reads values back", async () => {
    const { path, manifest } = await snapshot(write("people.csv", people));
    expect(kindsOf(manifest)).toEqual({
      id: "category",
      age: "number",
      city: "category",
      member: "boolean",
      joined: "date",
      note: "category",
    });
    const byName = new Map(manifest.columns.map((column) => [column.name, column]));
    expect(byName.get("age")).toMatchObject({ missing: 2, missingMarkers: { "": 1, NA: 1 }, min: 31, max: 47.5 });
    expect(byName.get("joined")).toMatchObject({
      missing: 1,
      missingMarkers: { "?": 1 },
      max: "2024-02-29T00:00:00.000Z",
    });
    const frame = await readSnapshot(path);
    expect(frame.rowCount).toBe(4);
    expect(frame.column("age")).toMatchObject({
      kind: "number",
      values: new Float64Array([31, Number.NaN, Number.NaN, 47.5]),
    });
    expect(frame.column("member")).toMatchObject({ values: new Float64Array([1, 0, 1, Number.NaN]) });
    expect(frame.column("joined")).toMatchObject({
      values: new Float64Array([Date.UTC(2024, 0, 5), Date.UTC(2024, 1, 29), Number.NaN, Date.UTC(2023, 11, 31)]),
    });
    expect(frame.column("city")).toMatchObject({
      codes: new Int32Array([2, 0, 2, 1]),
      dictionary: ["Bergen, West", "None", "Oslo"],
    });
    expect(frame.column("note")).toMatchObject({
      codes: new Int32Array([-1, 0, 1, 2]),
      dictionary: ['said "yes"', "x", "y"],
    });
    expect(frame.column("age")).toSatisfy(
      (column: { values: Float64Array }) => column.values.buffer instanceof SharedArrayBuffer,
    );
  });

  it("gives the same bytes and manifest for the same input on any number of threads", async () => {
    const rows = Array.from(
      { length: 300_000 },
      (_, i) => `${i % 97},${(i * 7919) % 1013}.5,c${(i * 31) % 50},2024-01-${1 + (i % 28)}`,
    );
    const name = write("wide.csv", `a,b,c,d\n${rows.join("\n")}\n`);
    const digests = new Set<string>();
    const manifests = new Set<string>();
    for (const threads of [1, 2, 4]) {
      const { path, manifest } = await snapshot(name, {}, threads);
      digests.add(createHash("sha256").update(readFileSync(path)).digest("hex"));
      manifests.add(canonicalJson(manifest));
    }
    expect([digests.size, manifests.size]).toEqual([1, 1]);
  });

  it("reads the same table out of gzip, UTF-16, semicolons, CRLF and byte order marks", async () => {
    const semicolons = people.replaceAll(",", ";").replace('"Bergen; West"', '"Bergen, West"');
    const variants: [string, Uint8Array][] = [
      ["a.csv", Buffer.from(people)],
      ["b.csv.gz", gzipSync(people)],
      ["c.csv", Buffer.from(`\ufeff${people.replaceAll("\n", "\r\n")}\r\n`)],
      ["d.csv", Buffer.from(`\ufeff${people}`, "utf16le")],
      ["e.csv", Buffer.from(semicolons)],
      ["f.tsv", Buffer.from(semicolons.replaceAll(";", "\t"))],
      ["g.csv", Buffer.from(people.replace("\n", "\r").replace("\na-2", "\r\na-2"))],
    ];
    const seen = new Set<string>();
    for (const [name, bytes] of variants) {
      const { path } = await snapshot(write(name, bytes));
      seen.add(createHash("sha256").update(readFileSync(path)).digest("hex"));
    }
    expect(seen.size).toBe(1);
  });

  it("reads Latin-1 where declared", async () => {
    const name = write("latin.csv", Buffer.from("name,n\nJosé,1\nZoë,2\n", "latin1"));
    const { path } = await snapshot(name, { encoding: "latin-1" });
    expect((await readSnapshot(path)).column("name")).toMatchObject({ dictionary: ["José", "Zoë"] });
    await expect(snapshot(name)).rejects.toMatchObject({
      code: "DATA_ENCODING_INVALID",
      message: /latin\.csv:2:4: byte 0xe9/,
    });
  });

  it("reads decimal commas, found or declared", async () => {
    const name = write("comma.csv", "x;y\n1,5;3\n2,25;4\n-0,5;5\n");
    for (const options of [{}, { decimal: "," as const }]) {
      const { path, manifest } = await snapshot(name, options);
      expect(kindsOf(manifest)).toEqual({ x: "number", y: "number" });
      expect((await readSnapshot(path)).column("x")).toMatchObject({ values: new Float64Array([1.5, 2.25, -0.5]) });
    }
  });

  it("joins the files of a glob in the order of their names", async () => {
    write("part-2.csv", "x\n3\n4\n");
    write("part-1.csv", "x\n1\n2\n");
    const { path, manifest } = await snapshot("part-*.csv");
    expect((await readSnapshot(path)).column("x")).toMatchObject({ values: new Float64Array([1, 2, 3, 4]) });
    expect(manifest.files.map((file) => file.path)).toEqual(["part-1.csv", "part-2.csv"]);
    write("part-3.csv", "y\n1\n");
    await expect(snapshot("part-*.csv")).rejects.toMatchObject({ code: "DATA_SCHEMA_DIFFERS", message: /part-3\.csv/ });
  });

  it("reads JSON and NDJSON: types, objects inside, late and absent columns, large ids", async () => {
    const rows = [
      { n: 1, s: "12", b: true, at: { x: 1.5 } },
      { n: null, s: "7", b: false, at: { x: -2 }, late: "a" },
    ];
    const big = '{"n": 3, "s": "9", "b": true, "at": {"x": 0}, "id": 9223372036854775807}';
    for (const [name, text] of [
      ["t.json", `[${rows.map((row) => JSON.stringify(row)).join(",\n")}, ${big}]`],
      ["t.ndjson", `${rows.map((row) => JSON.stringify(row)).join("\n")}\n${big}\n`],
    ] as const) {
      const { path, manifest } = await snapshot(write(name, text));
      expect(manifest.columns.map((column) => column.name)).toEqual(["n", "s", "b", "at.x", "late", "id"]);
      const frame = await readSnapshot(path);
      expect(frame.column("n")).toMatchObject({ values: new Float64Array([1, Number.NaN, 3]) });
      expect(frame.column("s")).toMatchObject({ kind: "category", dictionary: ["12", "7", "9"] });
      expect(frame.column("at.x")).toMatchObject({ values: new Float64Array([1.5, -2, 0]) });
      expect(frame.column("id")).toMatchObject({ dictionary: ["9223372036854775807"] });
      expect(frame.column("late")).toMatchObject({ codes: new Int32Array([-1, 0, -1]) });
    }
  });

  it("reads Parquet, its own snapshots among them", async () => {
    const { path } = await snapshot(write("people.csv", people));
    const again = await snapshot(path);
    const [first, second] = [await readSnapshot(path), await readSnapshot(again.path)];
    for (const name of ["age", "city", "member", "joined"]) expect(second.column(name)).toEqual(first.column(name));
  });

  it("obeys drop, kinds and missing, and says which rows contradict a declared kind", async () => {
    const name = write("people.csv", people);
    const { path, manifest } = await snapshot(name, {
      drop: ["note"],
      kinds: { age: "category" },
      missing: { city: ["None"] },
    });
    expect(manifest.columns.map((column) => column.name)).not.toContain("note");
    expect(manifest.dropped).toEqual(["note"]);
    const frame = await readSnapshot(path);
    expect(frame.column("age")).toMatchObject({ kind: "category", dictionary: ["31", "47.5"] });
    expect(frame.column("city")).toMatchObject({ dictionary: ["Bergen, West", "Oslo"] });
    await expect(snapshot(name, { kinds: { city: "number" } })).rejects.toMatchObject({
      code: "DATA_KIND_MISMATCH",
      message: /"city" is declared as number, but 4 values aren't: "Oslo" in row 1, "Bergen, West" in row 2/,
    });
    await expect(snapshot(name, { drop: ["agee"] })).rejects.toMatchObject({
      code: "DATA_COLUMN_UNKNOWN",
      message: /snapshot\.test\.ts:\d+: .*Did you mean "age"/,
    });
  });

  it("leaves nothing behind but the snapshot, and nothing at all when it fails", async () => {
    const name = write("people.csv", people);
    const { path } = await snapshot(name);
    expect(readdirSync(folder).sort()).toEqual(["people.csv", path.split("/").at(-1)].sort());
    await expect(snapshot(write("bad.csv", "a,b\n1,2\n3\n"))).rejects.toMatchObject({ code: "DATA_ROW_RAGGED" });
    expect(readdirSync(folder)).toHaveLength(3);
  });

  it("describes itself in lines for people", async () => {
    const { manifest } = await snapshot(write("people.csv", people));
    expect(describeManifest(manifest)).toContain("age: number (numbers from 31 to 47.5; 2 missing)");
  });
});

describe("readSnapshot", () => {
  it("reads some columns, in the order asked, and some rows", async () => {
    const { path } = await snapshot(write("people.csv", people));
    const frame = await readSnapshot(path, { columns: ["city", "age"], rows: [0, 3] });
    expect(frame.names).toEqual(["city", "age"]);
    expect(frame.column("age")).toMatchObject({ values: new Float64Array([31, 47.5]) });
    await expect(readSnapshot(path, { columns: ["agge"] })).rejects.toMatchObject({ code: "DATA_COLUMN_UNKNOWN" });
  });

  it("sorts dictionaries by code unit, not by code point", async () => {
    const { path } = await snapshot(write("signs.csv", "s\n\u{1f600}\n\uff41\nz\n\u{1f600}\n"));
    expect((await readSnapshot(path)).column("s")).toMatchObject({
      dictionary: ["z", "\u{1f600}", "\uff41"],
      codes: new Int32Array([1, 2, 0, 1]),
    });
  });

  it("refuses a file that is no snapshot", async () => {
    await expect(readSnapshot(join(folder, write("x.parquet", "PAR1")))).rejects.toMatchObject({
      code: "DATA_SNAPSHOT_BROKEN",
    });
  });
});
