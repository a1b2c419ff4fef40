import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserPath, withoutBrowser } from "../../test/fixtures/browser.ts";
import { type SmallHome, smallHome } from "../../test/fixtures/small-run.ts";
import { diagramTable } from "../pictures/index.ts";
import { systemPlatform } from "../platform/index.ts";
import { main } from "./program.ts";

interface Shown {
  readonly kind: string;
  readonly view: string;
  readonly title: string;
  readonly text: string;
  readonly file: string | null;
}

let home: SmallHome;
let runs: string[];
beforeAll(async () => {
  home = await smallHome();
  const first = (await home.run()).result.run;
  home.declare({ seed: 2 });
  runs = [first, (await home.run()).result.run];
});
afterAll(() => home.close());

async function type(argv: readonly string[], folder = home.folder): Promise<{ exitCode: number; out: string }> {
  const out: string[] = [];
  const exitCode = await main(["diagram", ...argv], {
    out: (text) => out.push(text),
    note: (text) => out.push(text),
    status: () => {},
    isInteractive: false,
    workingFolder: folder,
    environment: { MILLRACE_HOME: join(home.folder, "home"), MILLRACE_CHROMIUM: browserPath },
    platform: systemPlatform,
    interrupted: new AbortController().signal,
  });
  return { exitCode, out: out.join("\n") };
}

async function json<T = Shown>(...argv: string[]): Promise<T> {
  const { exitCode, out } = await type([...argv, "--json"]);
  expect(exitCode, out).toBe(0);
  return JSON.parse(out) as T;
}

async function refused(...argv: string[]): Promise<{ code: string; message: string }> {
  const before = readdirSync(home.folder);
  const { exitCode, out } = await type([...argv, "--json"]);
  expect(exitCode, out).toBe(2);
  expect(readdirSync(home.folder)).toEqual(before);
  return (JSON.parse(out) as { error: { code: string; message: string } }).error;
}

describe("millrace diagram", () => {
  it("prints the newest run as Mermaid's text", async () => {
    const { exitCode, out } = await type(["flowchart"]);
    expect(exitCode).toBe(0);
    expect(out).toContain(`title: "rides: run ${runs[1]}"`);
    expect(out).toMatch(/^flowchart /m);
    expect(await json("flowchart")).toEqual({
      ...{ kind: "flowchart", view: "run", title: `rides: run ${runs[1]}`, file: null },
      text: expect.stringContaining("flowchart "),
    });
  });

  it("draws a run, a version, a model and a workflow file", async () => {
    const titles = [];
    for (const subject of [runs[0]!, "latest", "rides@1", "rides", "rides.workflow.ts", "."]) {
      titles.push((await json("sequence", subject)).title);
    }
    expect(titles).toEqual([
      ...[`rides: run ${runs[0]}`, `rides: run ${runs[1]}`, `rides: run ${runs[0]}`, "rides: from its first run on"],
      ...["rides: as declared", "rides: as declared"],
    ]);
  });

  it("draws the workflow that is here where there is no home, and makes none", async () => {
    const folder = join(home.folder, "elsewhere");
    mkdirSync(folder);
    writeFileSync(join(folder, "w.workflow.ts"), readFileSync(home.file, "utf8"));
    const { exitCode, out } = await type(["flowchart", "--home", join(folder, "none")], folder);
    expect(exitCode, out).toBe(0);
    expect(out).toContain("rides: as declared");
    expect(readdirSync(folder)).toEqual(["w.workflow.ts"]);
    rmSync(folder, { recursive: true });
  });

  it("writes text and page, by the name of the file or by --format", async () => {
    expect((await type(["flowchart", "--out", "new/f.mmd"])).out).toBe(join("new", "f.mmd"));
    expect(readFileSync(join(home.folder, "new/f.mmd"), "utf8")).toMatch(/^---\ntitle: /);
    expect((await type(["flowchart", "--format", "html"])).out).toBe("rides-flowchart.html");
    expect(readFileSync(join(home.folder, "rides-flowchart.html"), "utf8")).toContain("<!doctype html>");
    expect((await json("sequence", "--format", "html", "--out", "new")).file).toBe(
      join(home.folder, "new", "rides-sequence.html"),
    );
  });

  it("puts every picture on one page, or a file each into a folder", async () => {
    const { drawings } = await json<{ drawings: Shown[] }>("all");
    expect(drawings.map(({ kind }) => kind)).toEqual(diagramTable.map(({ kind }) => kind));
    expect(new Set(drawings.map(({ file }) => file))).toEqual(new Set([join(home.folder, "rides-all.html")]));
    await type(["all", "rides", "--format", "mmd", "--out", "texts"]);
    expect(readdirSync(join(home.folder, "texts"))).toContain("rides-flowchart.mmd");
    expect((await refused("all", "--format", "svg")).message).toContain("name their folder with --out");
  });

  it("draws what differs, and both where a difference can't be drawn", async () => {
    const flowchart = await json<{ drawings: Shown[] }>("flowchart", runs[1]!, "--against", runs[0]!);
    expect(flowchart.drawings).toHaveLength(1);
    const sequence = await json<{ drawings: Shown[] }>("sequence", "latest", "--against", "rides@1", "--out", "s.html");
    expect(sequence.drawings.map(({ title }) => title)).toEqual([`rides: run ${runs[0]}`, `rides: run ${runs[1]}`]);
    await type(["sequence", "latest", "--against", "rides@1", "--format", "mmd", "--out", "both"]);
    expect(readdirSync(join(home.folder, "both"))).toEqual(["rides-sequence-2.mmd", "rides-sequence.mmd"]);
  });

  it("refuses what it doesn't know, and leaves nothing behind", async () => {
    expect(await refused("flowchrat")).toMatchObject({
      ...{ code: "PICTURE_KIND_UNKNOWN", message: expect.stringContaining('Did you mean "flowchart"?') },
    });
    const codes = [];
    for (const line of [
      ["flowchart", "--format", "gif"],
      ["flowchart", "--fold", "0"],
      ["flowchart", "--of", "nothing"],
      ["all", "--of", "time"],
      ["flowchart", "nobody"],
      ["flowchart", "gone.workflow.ts"],
      ["flowchart", "rides@99"],
    ]) {
      codes.push((await refused(...line)).code);
    }
    expect(codes).toEqual([
      ...["CLI_OPTION_INVALID", "CLI_OPTION_INVALID", "PICTURE_ASPECT_UNKNOWN", "CLI_USAGE", "STORE_RUN_UNKNOWN"],
      ...["WORKFLOW_NOT_FOUND", "STORE_VERSION_UNKNOWN"],
    ]);
    writeFileSync(join(home.folder, "file"), "");
    expect((await refused("flowchart", "--out", join("file", "x.mmd"))).code).toBe("CLI_USAGE");
  });
});

describe.skipIf(browserPath === undefined)(`millrace diagram as an image${withoutBrowser}`, () => {
  it("writes SVG and PNG", async () => {
    const { file } = await json("flowchart", "--out", "f.svg");
    expect(readFileSync(file!, "utf8")).toMatch(/^<\?xml [^>]*>\n<svg /);
    expect((await type(["flowchart", "--format", "png"])).out).toBe("rides-flowchart.png");
    expect(readFileSync(join(home.folder, "rides-flowchart.png")).subarray(1, 4).toString()).toBe("PNG");
    expect(existsSync(join(home.folder, "f.svg"))).toBe(true);
  });
});
