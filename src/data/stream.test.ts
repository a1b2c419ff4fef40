import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { CodeColumn } from "../ml/index.ts";
import { systemPlatform } from "../platform/index.ts";
import {
  closeDuckDB,
  openTableWriter,
  type RawValue,
  readSnapshot,
  type StreamField,
  streamTable,
  table,
  takeSnapshot,
  writeFrame,
} from "./index.ts";

let folder: string;
let files = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "millrace-stream-"));
});
afterAll(closeDuckDB);
const workFile = (extension: string): string => join(folder, `work-${files++}.${extension}`);
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const text =
  'id,x,day,city,extra\n007,1.5,03-Feb-24,"Oslo, S",=1+1\n008,NA,04-Feb-24,,-\n009,oops,?, Bergen,"a ""b"""\n';
async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const fields: StreamField[] = [
  { name: "x", kind: "number", storage: "values" },
  { name: "day", kind: "date", storage: "values" },
  { name: "city", kind: "category", storage: "codes" },
  { name: "gone", kind: "number", storage: "values" },
];

describe("streamTable", () => {
  it("reads fields as a snapshot does, and carries every cell along as it stands", async () => {
    await streamTable({ path: write("in.csv", text), fields, workFile }, async ({ columns, absent, batches }) => {
      expect(columns.map((column) => column.name)).toEqual(["id", "x", "day", "city", "extra"]);
      expect(absent).toEqual(["gone"]);
      const [batch, ...others] = await collect(batches);
      expect(others).toEqual([]);
      expect(batch!.frame.column("x")).toMatchObject({ values: new Float64Array([1.5, Number.NaN, Number.NaN]) });
      expect(batch!.frame.column("day")).toMatchObject({
        values: new Float64Array([Date.UTC(2024, 1, 3), Date.UTC(2024, 1, 4), Number.NaN]),
      });
      expect(batch!.frame.column("city")).toMatchObject({
        codes: new Int32Array([1, -1, 0]),
        dictionary: ["Bergen", "Oslo, S"],
      });
      expect(batch!.unreadable).toEqual([{ row: 2, field: "x", value: "oops" }]);
      expect(batch!.raw).toEqual([
        ["007", "008", "009"],
        ["1.5", "NA", "oops"],
        ["03-Feb-24", "04-Feb-24", "?"],
        ["Oslo, S", null, " Bergen"],
        ["=1+1", "-", 'a "b"'],
      ]);
    });
    expect(readdirSync(folder)).toEqual(["in.csv"]);
  });

  it("reads every format by the training table's reading", async () => {
    const missingTexts = ["unknown", "-999"];
    const reading = (as: "number" | "date", dates: string[] = []) =>
      ({ kind: as, storage: "values", as, decimal: ",", dates }) as const;
    const wanted: StreamField[] = [
      { name: "x", kind: "number", storage: "values", reading: reading("number"), missingTexts },
      {
        name: "day",
        kind: "date",
        storage: "values",
        reading: reading("date", ["DD/MM/YYYY", "YYYY-MM-DD"]),
        missingTexts,
      },
      { name: "city", kind: "category", storage: "codes", missingTexts },
    ];
    const day = Date.UTC(2024, 1, 1);
    const csv = write("d.csv", "x;day;city\n1,5;01/02/2024;Oslo\n-999,0;unknown;unknown\n1.500;2024-02-01;NA\n");
    const lines = [
      { x: 1.5, day: "01/02/2024", city: "Oslo" },
      { x: -999, day: "unknown", city: "unknown" },
      { x: null, day: "2024-02-01", city: "NA" },
    ];
    const ndjson = write("d.ndjson", lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    for (const path of [csv, ndjson]) {
      await streamTable({ path, fields: wanted, workFile }, async ({ batches }) => {
        const [batch] = await collect(batches);
        const nan = Number.NaN;
        expect(batch!.frame.column("x"), path).toMatchObject({ values: new Float64Array([1.5, nan, nan]) });
        expect(batch!.frame.column("day"), path).toMatchObject({ values: new Float64Array([day, nan, day]) });
        expect(batch!.frame.column("city")).toMatchObject({
          codes: new Int32Array([1, -1, 0]),
          dictionary: ["NA", "Oslo"],
        });
      });
    }
  });

  it("gives many batches in the file's order", async () => {
    const rows = Array.from({ length: 50_000 }, (_, i) => `${i},c${i % 7}`);
    const path = write("long.csv", `n,c\n${rows.join("\n")}\n`);
    const wanted: StreamField[] = [{ name: "n", kind: "number", storage: "values" }];
    await streamTable({ path, fields: wanted, workFile, batchRows: 4_000 }, async ({ batches }) => {
      let next = 0;
      for await (const batch of batches) {
        expect(batch.firstRow).toBe(next);
        for (const cell of batch.raw[0]!) expect(cell).toBe(String(next++));
      }
      expect(next).toBe(50_000);
    });
  });

  it("keeps the types of Parquet and reads its values by the fields' kinds", async () => {
    write("t.csv", "n,b,d\n1,true,2024-01-01\n2.5,false,2024-01-02\n");
    const { path } = await takeSnapshot({ spec: table("t.csv"), baseFolder: folder, workFile });
    const wanted: StreamField[] = [{ name: "n", kind: "category", storage: "codes" }];
    await streamTable({ path, fields: wanted, workFile }, async ({ columns, batches }) => {
      expect(columns.map((column) => column.type)).toEqual(["number", "boolean", "date"]);
      const [batch] = await collect(batches);
      expect(batch!.raw).toEqual([
        [1, 2.5],
        [true, false],
        [Date.UTC(2024, 0, 1), Date.UTC(2024, 0, 2)],
      ]);
      expect(batch!.frame.column("n")).toMatchObject({ dictionary: ["1", "2.5"] });
    });
  });
});

describe("table writers", () => {
  const columns = [
    { name: "id", type: "text" as const },
    { name: 'odd "name", é', type: "text" as const },
    { name: "p", type: "number" as const },
    { name: "ok", type: "boolean" as const },
    { name: "day", type: "date" as const },
  ];
  const cells: RawValue[][] = [
    ["007", "008", null],
    ["=cmd|' /C calc'!A0", 'line\nbreak, "quote"', "😀"],
    [0.1, null, 1e-300],
    [true, false, null],
    [Date.UTC(2024, 1, 29), null, Date.UTC(2024, 1, 29, 12, 30)],
  ];

  it.each(["csv", "tsv", "ndjson", "parquet"])("%s round trips exactly", async (extension) => {
    const path = join(folder, `out.${extension}`);
    const writer = await openTableWriter(path, columns, systemPlatform.random);
    await writer.write(cells.map((column) => column.slice(0, 2)));
    await writer.write(cells.map((column) => column.slice(2)));
    expect(readdirSync(folder)).not.toContain(`out.${extension}`);
    await writer.close();
    expect(readdirSync(folder)).toEqual([`out.${extension}`]);
    const wanted: StreamField[] = [
      { name: "id", kind: "id", storage: "codes" },
      { name: 'odd "name", é', kind: "category", storage: "codes" },
      { name: "p", kind: "number", storage: "values" },
      { name: "ok", kind: "boolean", storage: "values" },
      { name: "day", kind: "date", storage: "values" },
    ];
    await streamTable({ path, fields: wanted, workFile }, async ({ batches }) => {
      const [batch] = await collect(batches);
      const { frame } = batch!;
      expect(frame.column("id")).toMatchObject({ codes: new Int32Array([0, 1, -1]), dictionary: ["007", "008"] });
      const odd = frame.column('odd "name", é') as CodeColumn;
      expect([...odd.codes].map((code) => odd.dictionary[code])).toEqual(cells[1]);
      expect(frame.column("p")).toMatchObject({ values: new Float64Array([0.1, Number.NaN, 1e-300]) });
      expect(frame.column("ok")).toMatchObject({ values: new Float64Array([1, 0, Number.NaN]) });
      expect(frame.column("day")).toMatchObject({
        values: new Float64Array([cells[4]![0] as number, Number.NaN, cells[4]![2] as number]),
      });
    });
  });

  it("gives plain number texts a number type in Parquet, but keeps codes with leading zeros", async () => {
    const path = join(folder, "typed.parquet");
    const writer = await openTableWriter(
      path,
      ["whole", "real", "code", "mixed"].map((name) => ({ name, type: "text" as const })),
      systemPlatform.random,
    );
    await writer.write([
      ["1", "2"],
      ["1.5", null],
      ["01", "02"],
      ["1", "x"],
    ]);
    await writer.close();
    await streamTable({ path, fields: [], workFile }, async ({ batches }) => {
      expect((await collect(batches))[0]!.raw).toEqual([
        ["1", "2"],
        [1.5, null],
        ["01", "02"],
        ["1", "x"],
      ]);
    });
  });

  it("leaves nothing behind when aborted, and says why it can't write", async () => {
    for (const extension of ["csv", "parquet"]) {
      const writer = await openTableWriter(join(folder, `x.${extension}`), columns, systemPlatform.random);
      await writer.write(cells);
      await writer.abort();
    }
    expect(readdirSync(folder)).toEqual([]);
    await expect(openTableWriter(join(folder, "no", "x.csv"), columns, systemPlatform.random)).rejects.toMatchObject({
      code: "DATA_WRITE_FAILED",
    });
    await expect(openTableWriter(join(folder, "x.xlsx"), columns, systemPlatform.random)).rejects.toMatchObject({
      code: "DATA_WRITE_FAILED",
    });
  });

  it("writes frames, dates and gaps among them", async () => {
    const { path } = await takeSnapshot({ spec: table(write("in.csv", text)), baseFolder: folder, workFile });
    const frame = await readSnapshot(path);
    await writeFrame(frame, join(folder, "out.csv"), systemPlatform.random);
    expect(readFileSync(join(folder, "out.csv"), "utf8")).toContain("007,1.5,2024-02-03");
  });
});
