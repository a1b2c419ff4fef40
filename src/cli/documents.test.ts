import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SmallHome, smallHome } from "../../test/fixtures/small-run.ts";
import { systemPlatform } from "../platform/index.ts";
import { main } from "./program.ts";

let home: SmallHome;
let run: string;
beforeAll(async () => {
  home = await smallHome();
  run = (await home.run()).result.run;
});
afterAll(() => home.close());

/** Types a line in the workflow's folder. */
async function type(...argv: string[]): Promise<{ exitCode: number; text: string }> {
  const lines: string[] = [];
  const exitCode = await main(argv, {
    ...{ out: (text) => lines.push(text), note: (text) => lines.push(text), status: () => {} },
    ...{ isInteractive: false, workingFolder: home.folder, environment: {}, platform: systemPlatform },
    interrupted: new AbortController().signal,
  });
  // Colours are for terminals, and for machines that call themselves CI.
  return { exitCode, text: stripVTControlCharacters(lines.join("\n")) };
}

const atHome = (): string[] => ["--home", join(home.folder, "home")];
const read = (file: string): string => readFileSync(join(home.folder, file), "utf8");

describe("millrace report", () => {
  it("writes the latest run as one page, and prints where", async () => {
    const { exitCode, text } = await type("report", ...atHome());
    expect(exitCode).toBe(0);
    expect(text).toMatch(/^rides: no gate was declared\nrides-\d{8}-\d{6}-\w+\.html \(\d.*MB\)$/);
    expect(read(`rides-${run}.html`)).toContain("<h1>rides: no gate was declared</h1>");
  });

  it("writes Markdown where it is asked to, folders and all, and says as JSON what stands in it", async () => {
    const { exitCode, text } = await type(
      "report",
      "rides@1",
      "--format",
      "md",
      "--out",
      "a/b/v1.md",
      "--json",
      ...atHome(),
    );
    expect(exitCode).toBe(0);
    const answer = JSON.parse(text) as Record<string, unknown>;
    expect(answer).toMatchObject({ file: "a/b/v1.md", format: "md", workflow: "rides", run });
    expect(answer["sections"]).toContain("What it is worth on unseen rows");
    expect(answer["diagrams"]).toContain("flowchart");
    expect(read("a/b/v1.md")).toMatch(/^# rides: no gate was declared\n/);
  });

  it("names a model's report for the model", async () => {
    await type("report", "rides", "--format", "md", ...atHome());
    expect(read("rides.md")).toContain("**Model report.**");
  });

  it("refuses a format that it doesn't know and a run that isn't there", async () => {
    const format = await type("report", "--format", "pdf", ...atHome());
    expect([format.exitCode, format.text]).toEqual([
      2,
      expect.stringContaining('--format takes html or md, got "pdf"'),
    ]);
    const unknown = await type("report", "nothing", ...atHome());
    expect([unknown.exitCode, unknown.text]).toEqual([2, expect.stringContaining("STORE_RUN_UNKNOWN")]);
  });
});

describe("millrace docs", () => {
  it("writes beside the workflow file, and its check is content until something changes", async () => {
    const written = await type("docs", ...atHome());
    expect(written.exitCode).toBe(0);
    expect(readdirSync(join(home.folder, "docs/millrace"))).toContain("README.md");
    const check = await type("docs", "--check", ...atHome());
    expect([check.exitCode, check.text]).toEqual([0, "docs/millrace is up to date (declaration and history)"]);
    const elsewhere = await type("docs", "--check");
    expect(elsewhere.exitCode).toBe(0);
    expect(elsewhere.text).toContain("history is not compared");
    expect(existsSync(join(home.folder, ".millrace")), "no home is made").toBe(false);
    home.declare({ trials: 5 });
    const stale = await type("docs", "--check", "--json");
    home.declare();
    expect(stale.exitCode).toBe(5);
    expect(JSON.parse(stale.text)).toMatchObject({
      compared: "declaration",
      faults: expect.arrayContaining([{ file: "workflow.md", state: "stale", reason: "the declaration has changed" }]),
    });
  });

  it("checks without writing, and names what is missing", async () => {
    const { exitCode, text } = await type("docs", "--check", "--out", "none", ...atHome());
    expect(exitCode).toBe(5);
    expect(text).toContain("missing  none/README.md: it isn't there");
    expect(existsSync(join(home.folder, "none"))).toBe(false);
  });

  it("needs no home for a workflow that has never run", async () => {
    const { exitCode } = await type("docs", "rides.workflow.ts", "--out", "fresh");
    expect(exitCode).toBe(0);
    expect(read("fresh/README.md")).toContain("It has not run here yet");
    rmSync(join(home.folder, "fresh"), { recursive: true });
  });
});
