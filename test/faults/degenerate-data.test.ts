import { execFileSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { closeDuckDB, describeManifest, readSnapshot, table, takeSnapshot } from "../../src/data/index.ts";
import { isMillraceError } from "../../src/errors/index.ts";
import type { TableOptions } from "../../src/workflow/index.ts";

/** The catalogue of bad input that reading a table can meet: each gives a right result, or a typed error that names the place. */
let folder: string;
let files = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "millrace-degenerate-"));
});
afterAll(closeDuckDB);
const workFile = (extension: string): string => join(folder, `work-${files++}.${extension}`);

async function read(name: string, bytes: string | Uint8Array, options: Omit<TableOptions, "format"> = {}) {
  writeFileSync(join(folder, name), bytes);
  return await readFile(name, options);
}
async function readFile(name: string, options: Omit<TableOptions, "format"> = {}) {
  const { path, manifest } = await takeSnapshot({ spec: table(name, options), baseFolder: folder, workFile });
  return { frame: await readSnapshot(path), manifest, path };
}
const texts = async (
  result: Promise<Awaited<ReturnType<typeof readFile>>>,
  column: string,
): Promise<(string | null)[]> => {
  const found = (await result).frame.column(column);
  if (found.storage !== "codes") throw new Error(`${column} holds values`);
  return [...found.codes].map((code) => (code < 0 ? null : found.dictionary[code]!));
};
const values = async (result: Promise<Awaited<ReturnType<typeof readFile>>>, column: string): Promise<number[]> => {
  const found = (await result).frame.column(column);
  if (found.storage !== "values") throw new Error(`${column} holds texts`);
  return [...found.values];
};

describe("refused, with the place, and nothing left behind", () => {
  const parquetMagic = "PAR1";
  const refused: [
    what: string,
    name: string,
    bytes: string | Uint8Array,
    code: string,
    message: RegExp,
    options?: Omit<TableOptions, "format">,
  ][] = [
    ["an empty file", "a.csv", "", "DATA_EMPTY", /a\.csv: .*empty/],
    ["blank lines only", "a.csv", "\n\n \n", "DATA_EMPTY", /a\.csv/],
    ["a header only", "a.csv", "a,b\n", "DATA_NO_ROWS", /a\.csv: there are 2 columns but no row/],
    [
      "a row that is too short",
      "a.csv",
      "a,b,c\n1,2,3\n4,5\n",
      "DATA_ROW_RAGGED",
      /a\.csv:3: expected 3 fields as in the header, got 2: "4,5"/,
    ],
    ["a row that is too long", "a.csv", "a,b\n1,2\n\n3,4,5\n", "DATA_ROW_RAGGED", /a\.csv:4: .*got 3/],
    ["a quote that is never closed", "a.csv", 'a,b\n1,2\n3,"x\n5,6\n', "DATA_QUOTE_UNCLOSED", /a\.csv:3:2/],
    ["text behind a closing quote", "a.csv", 'a,b\n"x"y,2\n', "DATA_QUOTE_MISPLACED", /a\.csv:2:1: .*got "y,2/],
    [
      "an earlier quote that ran on",
      "a.csv",
      'a,b\n"x,1\ny","z" q,2\n',
      "DATA_QUOTE_MISPLACED",
      /a\.csv:3:2: .*got "q,2/,
    ],
    ["a NUL byte", "a.csv", "a,b\n1,2\n3,\0\n", "DATA_NUL_BYTE", /a\.csv:3:3/],
    ["UTF-16 without a mark", "a.csv", Buffer.from("a,b\n1,2\n", "utf16le"), "DATA_NUL_BYTE", /a\.csv:1/],
    [
      "bytes that are no UTF-8",
      "a.csv",
      Buffer.from("a,b\nx,\xe9\n", "latin1"),
      "DATA_ENCODING_INVALID",
      /a\.csv:2:3: byte 0xe9/,
    ],
    [
      "a truncated UTF-16 file",
      "a.csv",
      Buffer.concat([Buffer.from("\ufeffa,b\n1,2", "utf16le"), Buffer.from([0x33])]),
      "DATA_ENCODING_INVALID",
      /a\.csv:2/,
    ],
    [
      "a truncated gzip",
      "a.csv.gz",
      gzipSync("a,b\n1,2\n".repeat(1000)).subarray(0, 40),
      "DATA_COMPRESSION_BROKEN",
      /a\.csv\.gz/,
    ],
    [
      "a damaged gzip",
      "a.csv.gz",
      damaged(gzipSync("a,b\n1,2\n".repeat(1000))),
      "DATA_COMPRESSION_BROKEN",
      /a\.csv\.gz/,
    ],
    ["a workbook named csv", "a.csv", "PK\x03\x04binary", "DATA_FORMAT_WRONG", /ZIP archive/],
    ["Parquet named csv", "a.csv", parquetMagic, "DATA_FORMAT_WRONG", /a Parquet file/],
    ["text named parquet", "a.parquet", "a,b\n1,2\n", "DATA_FORMAT_WRONG", /starting with "PAR1"/],
    ["an empty parquet", "a.parquet", "", "DATA_EMPTY", /a\.parquet/],
    ["a parquet without footer", "a.parquet", `${parquetMagic}${"x".repeat(100)}`, "DATA_PARQUET_BROKEN", /cut short/],
    [
      "a parquet with a footer of lies",
      "a.parquet",
      `${parquetMagic}${"x".repeat(100)}\xff\xff\xff\x7f${parquetMagic}`,
      "DATA_PARQUET_BROKEN",
      /a\.parquet/,
    ],
    [
      "NaN in JSON",
      "a.json",
      '[{"x": 1},\n {"x": NaN}]',
      "DATA_JSON_INVALID",
      /a\.json:2:8: expected a value .*got "NaN"/,
    ],
    ["Infinity in NDJSON", "a.ndjson", '{"x": 1}\n{"x": -Infinity}\n', "DATA_JSON_INVALID", /a\.ndjson:2:7/],
    ["a trailing comma", "a.json", '[{"x": 1},]', "DATA_JSON_INVALID", /a\.json:1:11: expected an object/],
    ["an array that never ends", "a.json", '[{"x": 1}', "DATA_JSON_INVALID", /end of the file/],
    ["text behind the array", "a.json", '[{"x": 1}] []', "DATA_JSON_INVALID", /nothing after the array/],
    ["a key twice", "a.ndjson", '{"x": 1, "x": 2}\n', "DATA_JSON_INVALID", /every name once/],
    ["plain values in place of objects", "a.json", "[1, 2]", "DATA_JSON_INVALID", /an object/],
    ["a depth bomb", "a.json", `${'{"a":'.repeat(100_000)}1`, "DATA_JSON_INVALID", /at most 32 levels/],
    [
      "a list depth bomb in a dropped column",
      "a.json",
      `[{"y": 1, "x": ${"[".repeat(100_000)}}]`,
      "DATA_JSON_INVALID",
      /at most 32 levels/,
      { drop: ["x"] },
    ],
    ["lists in cells", "a.json", '[{"x": 1,\n"tags": ["a"]}]', "DATA_NESTED", /a\.json:2: column "tags" holds lists/],
    ["empty JSON", "a.json", " \n", "DATA_EMPTY", /a\.json/],
    ["an array of nothing", "a.json", "[]", "DATA_NO_ROWS", /a\.json/],
    ["half a surrogate", "a.json", '[{"x": "\\ud800"}]', "DATA_JSON_INVALID", /surrogate/],
  ];

  it.each(refused)("%s", async (_, name, bytes, code, message, options) => {
    const error = await read(name, bytes, options).then(
      () => undefined,
      (caught: unknown) => caught,
    );
    expect(error).toMatchObject({ code, message });
    expect(isMillraceError(error) && error.exitCode).toBe(2);
    expect(readdirSync(folder)).toEqual([name]);
  });

  it("1e5 columns, said before anything is loaded", async () => {
    const names = Array.from({ length: 100_000 }, (_, i) => `c${i}`).join(",");
    const started = performance.now();
    await expect(read("wide.csv", `${names}\n${names}\n`)).rejects.toMatchObject({
      code: "DATA_TOO_WIDE",
      message: /wide\.csv: 100000 columns; at most 10000/,
    });
    expect(performance.now() - started).toBeLessThan(2_000);
    const object = `{${Array.from({ length: 100_000 }, (_, i) => `"c${i}":1`).join(",")}}`;
    await expect(read("wide.ndjson", object)).rejects.toMatchObject({ code: "DATA_TOO_WIDE" });
  });

  it("a field of 100 MB", async () => {
    writeFileSync(join(folder, "big.csv"), "a,b\n1,");
    for (let i = 0; i < 100; i++) appendFileSync(join(folder, "big.csv"), "x".repeat(1 << 20));
    await expect(readFile("big.csv")).rejects.toMatchObject({ code: "DATA_RECORD_TOO_LARGE", message: /big\.csv:2/ });
  });

  it("a parquet file cut anywhere", async () => {
    const { path } = await read(
      "a.csv",
      `x,y\n${Array.from({ length: 5_000 }, (_, i) => `${i * 0.37},t${i % 9}`).join("\n")}\n`,
    );
    const whole = readFileSync(path);
    for (const share of [0.1, 0.5, 0.9, 0.999]) {
      writeFileSync(join(folder, "cut.parquet"), whole);
      truncateSync(join(folder, "cut.parquet"), Math.floor(whole.length * share));
      await expect(readFile("cut.parquet")).rejects.toMatchObject({ code: "DATA_PARQUET_BROKEN" });
      await expect(readSnapshot(join(folder, "cut.parquet"))).rejects.toMatchObject({ code: "DATA_SNAPSHOT_BROKEN" });
    }
  });

  it("files that aren't there, and extensions that say nothing", async () => {
    await expect(readFile("none.csv")).rejects.toMatchObject({
      code: "DATA_FILE_MISSING",
      message: /degenerate-data\.test\.ts:\d+: No file matches "none\.csv"/,
    });
    await expect(readFile("none-*.csv")).rejects.toMatchObject({ code: "DATA_FILE_MISSING" });
    expect(() => table("data.xyz")).toThrow(/degenerate-data\.test\.ts:\d+: Can't tell the format of "data\.xyz"/);
    expect(() => table("a.csv", { delimiter: ";;" })).toThrow(/one ASCII character/);
  });
});

describe("read, rightly", () => {
  it("one row", async () => {
    expect(await values(read("a.csv", "a,b\n1,x"), "a")).toEqual([1]);
  });

  it("CR, LF and CRLF mixed, line ends inside quotes, blank lines", async () => {
    const result = read("a.csv", 'a,b\r\n1,"x\r\ny"\r2,z\n\n3,"p\nq"\n');
    expect(await values(result, "a")).toEqual([1, 2, 3]);
    expect(await texts(result, "b")).toEqual(["x\r\ny", "z", "p\nq"]);
  });

  it("a quote inside an unquoted field, blanks around quoted fields, doubled quotes", async () => {
    const result = read("a.csv", 'a,b\n5" pipe, "x, y" \n"say ""hi""",z\n');
    expect(await texts(result, "a")).toEqual(['5" pipe', 'say "hi"']);
    expect(await texts(result, "b")).toEqual(["x, y", "z"]);
  });

  it("a record that is cut by every possible chunk border", async () => {
    const rows = Array.from(
      { length: 60_000 },
      (_, i) => `${i},"q ""${i % 10}"", é\r\n",${"x".repeat(i % 37)}\r\n`,
    ).join("");
    const result = read("a.csv", `n,q,x\r\n${rows}`);
    expect((await values(result, "n")).every((value, i) => value === i)).toBe(true);
    expect((await texts(result, "q")).every((text, i) => text === `q "${i % 10}", é`)).toBe(true);
  });

  it("names: twice, empty, blank, emoji, right to left, 10 KB, and those of Object.prototype", async () => {
    const long = "n".repeat(10_240);
    const header = ["x", "x", "", " ", "😀", "שלום", long, "__proto__", "constructor", "hasOwnProperty", "Age", "age"];
    const { frame, manifest } = await read(
      "a.csv",
      `${header.join(",")}\n${header.map((_, i) => i).join(",")}\n${header.map((_, i) => i + 0.5).join(",")}\n`,
    );
    const expected = [
      "x",
      "x_2",
      "column_3",
      "column_4",
      "😀",
      "שלום",
      long,
      "__proto__",
      "constructor",
      "hasOwnProperty",
      "Age",
      "age",
    ];
    expect(frame.names).toEqual(expected);
    expected.forEach((name, i) => {
      expect(frame.column(name)).toMatchObject({ values: new Float64Array([i, i + 0.5]) });
    });
    expect(manifest.renamed.map(({ position, to }) => [position, to])).toEqual([
      [2, "x_2"],
      [3, "column_3"],
      [4, "column_4"],
    ]);
    expect(describeManifest(manifest)).toContain('column 2 "x" is called "x_2"');
    expect(({} as Record<string, unknown>)["0"]).toBeUndefined();
  });

  it("drop and kinds obey names of Object.prototype only where they are columns", async () => {
    const { manifest } = await read("a.csv", "__proto__,constructor,x\n1,2,3\n4,5,6\n", {
      kinds: { x: "category" },
      drop: ["__proto__"],
    });
    expect(manifest.columns.map(({ name, kind }) => [name, kind])).toEqual([
      ["constructor", "number"],
      ["x", "category"],
    ]);
  });

  it("ids beyond 2^53 and codes with leading zeros keep their digits", async () => {
    const result = read("a.csv", "big,zip,n\n9007199254740993,01234,1\n9007199254740992,90210,2\n123,00501,3\n");
    expect(await texts(result, "big")).toEqual(["9007199254740993", "9007199254740992", "123"]);
    expect(await texts(result, "zip")).toEqual(["01234", "90210", "00501"]);
    const { manifest } = await result;
    expect(manifest.columns[0]).toMatchObject({ kind: "id", why: expect.stringContaining("2^53") });
    expect(manifest.columns[1]).toMatchObject({ why: expect.stringContaining("leading zeros") });
  });

  it("NaN is missing; infinities and numbers too large are no numbers", async () => {
    const numbers = Array.from({ length: 200 }, (_, i) => String(i + 0.5));
    const result = read(
      "a.csv",
      `x,y\n${numbers.map((x) => `${x},1.5`).join("\n")}\nInfinity,2\nNaN,1e400\n-0,1e-320\n`,
    );
    const x = await values(result, "x");
    expect(x.slice(200, 202)).toEqual([Number.NaN, Number.NaN]);
    expect(Object.is(x[202], -0)).toBe(true);
    expect((await values(result, "y")).slice(200)).toEqual([2, Number.NaN, 1e-320]);
    const { manifest } = await result;
    expect(manifest.columns[0]).toMatchObject({
      missing: 2,
      missingMarkers: { NaN: 1 },
      unreadable: { count: 1, examples: [{ value: "Infinity", row: 201 }] },
    });
    expect(manifest.columns[0]!.why).toContain(
      '1 of 202 values is no finite number and counts as missing ("Infinity")',
    );
    await expect(readFile("a.csv", { kinds: { x: "number" } })).rejects.toMatchObject({
      code: "DATA_KIND_MISMATCH",
      message: /"Infinity" in row 201/,
    });
  });

  it("a type that drifts at the millionth row is seen; mostly text stays text", async () => {
    const { manifest } = await read("a.csv", `x,y\n${"1,1\n".repeat(1_000_000)}oops,2\n`);
    expect(manifest.columns[0]).toMatchObject({
      unreadable: { count: 1, examples: [{ value: "oops", row: 1_000_001 }] },
    });
    expect(await texts(read("b.csv", "x\n1\n2\nthree\n4\n"), "x")).toEqual(["1", "2", "three", "4"]);
  });

  it("columns where all is missing, constant columns, columns of one kind of blank", async () => {
    const { manifest, frame } = await read("a.csv", 'a,b,c\n,k," "\nNA,k,"\t"\n?,k,\n');
    expect(manifest.columns.map(({ name, kind, missing }) => [name, kind, missing])).toEqual([
      ["a", "constant", 3],
      ["b", "constant", 0],
      ["c", "constant", 3],
    ]);
    expect(frame.column("a")).toMatchObject({
      storage: "values",
      values: new Float64Array([Number.NaN, Number.NaN, Number.NaN]),
    });
  });

  it("markers: the word None is a value, declared ones replace the default list", async () => {
    expect(await texts(read("a.csv", "x\nNone\nN/A\nnull\na\n"), "x")).toEqual(["None", null, null, "a"]);
    expect(await texts(read("a.csv", "x\nunknown\nNA\na\n", { missing: ["unknown"] }), "x")).toEqual([null, "NA", "a"]);
  });

  it("dates: five ways, certain and ambiguous orders, days that don't exist", async () => {
    const cases: [string, string[], number[]][] = [
      [
        "ISO with a zone",
        ["2024-02-29T10:00:00+02:00", "2024-03-01 00:00:00Z"],
        [Date.UTC(2024, 1, 29, 8), Date.UTC(2024, 2, 1)],
      ],
      ["day first is certain", ["03/04/2024", "25/12/2024"], [Date.UTC(2024, 3, 3), Date.UTC(2024, 11, 25)]],
      ["month first is certain", ["03/04/2024", "12/25/2024"], [Date.UTC(2024, 2, 4), Date.UTC(2024, 11, 25)]],
      ["ambiguous", ["03/04/2024", "05/06/2024"], [Date.UTC(2024, 2, 4), Date.UTC(2024, 4, 6)]],
      ["points", ["03.04.2024", "05.06.2024 13:45"], [Date.UTC(2024, 3, 3), Date.UTC(2024, 5, 5, 13, 45)]],
      ["two styles", ["07-Jan-18", "January 15, 2018"], [Date.UTC(2018, 0, 7), Date.UTC(2018, 0, 15)]],
    ];
    for (const [, dates, expected] of cases) {
      expect(await values(read("d.csv", `d\n${dates.map((date) => `"${date}"`).join("\n")}\n`), "d")).toEqual(expected);
    }
    const ambiguous = await read("d.csv", "d\n03/04/2024\n05/06/2024\n");
    expect(ambiguous.manifest.columns[0]!.why).toBe(
      'dates written MM/DD/YYYY (ambiguous: no part above 12 tells; declare dates: "day-first" or "month-first" to be sure)',
    );
    expect(await values(read("d.csv", "d\n03/04/2024\n05/06/2024\n", { dates: "day-first" }), "d")).toEqual([
      Date.UTC(2024, 3, 3),
      Date.UTC(2024, 5, 5),
    ]);
    const { manifest } = await read("d.csv", `d\n${"2024-02-28\n".repeat(200)}2023-02-29\n`);
    expect(manifest.columns[0]).toMatchObject({
      kind: "date",
      unreadable: { count: 1, examples: [{ value: "2023-02-29", row: 201 }] },
    });
  });

  it("rows that don't fit, set aside and counted", async () => {
    const { frame, manifest } = await read("a.csv", "a,b\n1,2\n3\n4,5\n6,7,8\n", { badRows: "set-aside" });
    expect(frame.column("a")).toMatchObject({ values: new Float64Array([1, 4]) });
    expect(manifest).toMatchObject({
      rejectedCount: 2,
      rejected: [
        { file: "a.csv", line: 3, text: "3" },
        { line: 5, text: "6,7,8" },
      ],
    });
  });

  it("formulas, look-alikes and large texts stay what they are", async () => {
    const odd = [
      "=cmd|' /C calc'!A0",
      "+1 234",
      "-",
      "@SUM(A1)",
      "e\u0301",
      "\u00e9",
      "\u0130",
      "a\u200bb",
      "x".repeat(1 << 20),
    ];
    expect(await texts(read("a.csv", `n,x\n${odd.map((text, i) => `${i},"${text}"`).join("\n")}\n`), "x")).toEqual(odd);
  });

  it("a thousand columns and few rows", async () => {
    const width = 1_000;
    const row = (r: number): string => Array.from({ length: width }, (_, i) => i * r + 0.5).join(",");
    const { frame } = await read(
      "wide.csv",
      `${Array.from({ length: width }, (_, i) => `c${i}`).join(",")}\n${row(1)}\n${row(2)}\n`,
    );
    expect(frame.column("c999")).toMatchObject({ values: new Float64Array([999.5, 1998.5]) });
  });

  it("lists in a dropped column", async () => {
    const { frame } = await read("a.ndjson", '{"x": 1, "tags": ["a", {"b": [1]}]}\n{"x": 2}\n', { drop: ["tags"] });
    expect(frame.names).toEqual(["x"]);
  });
});

it("a table's room loads no DuckDB until a table is read", () => {
  const script = `import("${new URL("../../dist/data/index.js", import.meta.url).href}").then(() => {
    const loaded = process.report.getReport().sharedObjects.some((name) => /duckdb/.test(name));
    process.stdout.write(loaded ? "loaded" : "lazy");
  })`;
  expect(execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" })).toBe("lazy");
});

function damaged(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let i = 20; i < 40; i++) copy[i] = copy[i]! ^ 0xff;
  return copy;
}
