import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { main } from "../src/cli/program.ts";
import type * as Formats from "../src/data/sources/formats.ts";
import type { StagedTable, StageRequest, TableFormat } from "../src/data/sources/source.ts";
import { loadSubject, markdownDocument, runReport } from "../src/pictures/index.ts";
import { systemPlatform } from "../src/platform/index.ts";
import { describeRun } from "../src/run/index.ts";
import { type SmallHome, smallHome } from "./fixtures/small-run.ts";

/** The table with one more row: all that a new format of tables takes. A line is "minutes=12 weather=rain late=no". */
vi.mock("../src/data/sources/formats.ts", async (importOriginal) => {
  const { formats } = await importOriginal<typeof Formats>();
  const { readText } = await import("../src/data/sources/bytes.ts");
  const { StagedWriter, stagedRelation } = await import("../src/data/sources/staged-text.ts");
  const pairs: TableFormat = {
    name: "pairs",
    summary: "names and values, a row a line",
    extensions: [".pairs", ".log"],
    sharedExtensions: [".log"],
    gzip: true,
    typed: false,
    async stage({ files, stagedPath }: StageRequest): Promise<StagedTable> {
      const read: StagedTable["files"][number][] = [];
      const rows: (readonly string[])[] = [];
      for (const file of files) {
        let text = "";
        for await (const bytes of readText(file, undefined, (source) => read.push(source))) text += bytes;
        rows.push(
          ...text
            .trim()
            .split("\n")
            .map((line) => line.split(" ")),
        );
      }
      const writer = await StagedWriter.open(stagedPath);
      for (const row of rows) writer.fields(row.map((pair) => pair.split("=")[1]!));
      await writer.close();
      return {
        relation: stagedRelation(stagedPath, rows[0]!.length, { longestRow: writer.longestRow }),
        columns: rows[0]!.map((pair, i) => ({ name: pair.split("=")[0]!, type: "text", sql: `c${i}` })),
        files: read,
        ...{ rejected: [], rejectedCount: 0, renamed: [] },
      };
    },
  };
  return { formats: [...formats, pairs] };
});

let home: SmallHome;
afterEach(() => home?.close());

/** A home whose rides are in the new format, in a file of that name. */
async function homeWith(name: string, data: string): Promise<void> {
  home = await smallHome();
  const [, ...rides] = readFileSync(join(home.folder, "rides.csv"), "utf8").trim().split("\n");
  const lines = rides.map((ride) => {
    const [minutes, weather, late] = ride.split(",");
    return `minutes=${minutes} weather=${weather} late=${late}`;
  });
  writeFileSync(join(home.folder, name), `${lines.join("\n")}\n`);
  writeFileSync(home.file, readFileSync(home.file, "utf8").replace('table("rides.csv")', data));
}

async function type(...argv: string[]): Promise<{ exitCode: number; text: string }> {
  const out: string[] = [];
  const exitCode = await main(argv, {
    ...{ out: (text) => out.push(text), note: (text) => out.push(text), status: () => {} },
    ...{ isInteractive: false, workingFolder: home.folder, environment: {} },
    ...{ platform: systemPlatform, interrupted: new AbortController().signal },
  });
  return { exitCode, text: out.join("\n") };
}

describe("a format of tables that is one more row of the table", () => {
  it("is known by its extension, and gives the model that the same rows give in another format", async () => {
    home = await smallHome();
    const before = (await home.run()).result.model;
    await home.close();
    await homeWith("rides.pairs", 'table("rides.pairs")');
    const { result, error } = await home.run();
    expect(error).toBeUndefined();
    expect(result.model?.digest).toBe(before!.digest);
    const { manifest, declaration } = await describeRun(home.store, "latest");
    expect(declaration.data.kind).toBe("pairs");
    expect([manifest!.rows, manifest!.columns.map(({ name, kind }) => [name, kind])]).toEqual([
      60,
      [
        ["minutes", "number"],
        ["weather", "category"],
        ["late", "category"],
      ],
    ]);
    expect(markdownDocument(runReport(await loadSubject(home.store, "latest")))).toContain("rides.pairs");
  });

  it("is declared by name, in table() or as the source's kind", async () => {
    for (const data of [
      'table("rides.dat", { format: "pairs" })',
      '{ kind: "pairs", path: "rides.dat", options: {} }',
    ]) {
      await homeWith("rides.dat", data);
      const { result, error } = await home.run();
      expect(error).toBeUndefined();
      expect(result.status).toBe("succeeded");
      await home.close();
    }
  });

  it("is known to lint and to table()", async () => {
    await homeWith("rides.dat", '{ kind: "pair", path: "rides.dat", options: {} }');
    await expect(home.run()).rejects.toThrow(
      'data is of kind "pair", which Millrace can\'t read. Did you mean "pairs"? Known: csv, parquet, json, ndjson, pairs.',
    );
    await home.close();
    await homeWith("rides.dat", 'table("rides.dat", { format: "pair" })');
    await expect(home.run()).rejects.toThrow('"format" must be one of csv, parquet, json, ndjson, pairs');
  });

  it("is read by predict", async () => {
    await homeWith("rides.pairs", 'table("rides.pairs")');
    await home.run();
    const scored = await type(
      "predict",
      "rides",
      "--data",
      "rides.pairs",
      "--out",
      "scored.csv",
      "--home",
      home.store.home,
    );
    expect(scored).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(home.folder, "scored.csv"), "utf8").trim().split("\n")).toHaveLength(61);
  });

  it("is found by init where no other file has its extension", async () => {
    await homeWith("rides.pairs", 'table("rides.pairs")');
    const folder = join(home.folder, "new");
    mkdirSync(folder);
    copyFileSync(join(home.folder, "rides.pairs"), join(folder, "trips.pairs"));
    writeFileSync(join(folder, "server.log"), "started\n");
    expect(await type("init", "new", "--target", "late")).toMatchObject({ exitCode: 0 });
    const written = readFileSync(join(folder, "trips.workflow.ts"), "utf8");
    expect(written).toContain('name: "trips"');
    expect(written).toContain('table("trips.pairs"');
  });

  it("is in the reference", async () => {
    const { sourcesPage } = await import("../scripts/docs/pages/sources.ts");
    expect(sourcesPage.body?.()).toContain("| `pairs` | `.pairs`, `.log` | yes | names and values, a row a line |");
  });
});
