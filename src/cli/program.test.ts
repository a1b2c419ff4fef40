import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemPlatform } from "../platform/index.ts";
import { commands } from "./commands.ts";
import { main } from "./program.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "millrace-cli-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function type(...argv: string[]): Promise<{ exitCode: number; out: string[]; notes: string[] }> {
  const out: string[] = [];
  const notes: string[] = [];
  const exitCode = await main(argv, {
    out: (text) => out.push(text),
    note: (text) => notes.push(text),
    status: () => {},
    isInteractive: false,
    workingFolder: folder,
    environment: {},
    platform: systemPlatform,
    interrupted: new AbortController().signal,
  });
  return { exitCode, out, notes };
}

/** Types a line with `--json` and gives the error that it prints. */
async function refused(...argv: string[]): Promise<{ code: string; message: string; fix: string; docs: string }> {
  const before = readdirSync(folder).sort();
  const { exitCode, out, notes } = await type(...argv, "--json");
  expect(exitCode, out.join("\n")).toBe(2);
  expect(out).toHaveLength(1);
  expect(notes).toEqual([]);
  const { error } = JSON.parse(out[0]!) as { error: { code: string; message: string; fix: string; docs: string } };
  expect(Object.keys(error).sort()).toEqual(["code", "docs", "fix", "message"]);
  expect(error.message).not.toMatch(/node_modules|\n\s+at |undefined|\[object/);
  expect(readdirSync(folder).sort(), "nothing stays behind").toEqual(before);
  return error;
}

const table = (rows: readonly string[]): void => writeFileSync(join(folder, "t.csv"), `${rows.join("\n")}\n`);
const rows = (count: number, row: (i: number) => string): string[] => Array.from({ length: count }, (_, i) => row(i));

describe("help", () => {
  it.each(commands.map((command) => [command.name, command]))(
    "of %s shows its options and examples",
    async (name, command) => {
      const { exitCode, out } = await type(name, "--help");
      expect(exitCode).toBe(0);
      const text = out.join("\n");
      for (const { flags } of command.options) expect(text).toContain(flags.split(" ")[0]);
      for (const { line } of command.examples) expect(text).toContain(line);
      expect(text).toContain("--json");
      expect(command.examples.length).toBeGreaterThan(0);
    },
  );

  it("is what a bare `millrace` shows", async () => {
    const { exitCode, out } = await type();
    expect([exitCode, out.join("\n")]).toEqual([0, expect.stringContaining("A first model:")]);
  });
});

describe("bad usage exits 2, says what to do, and leaves nothing behind", () => {
  it("an unknown command, with a suggestion on the same line", async () => {
    const { code, message, fix } = await refused("runn");
    expect(code).toBe("CLI_USAGE");
    expect(message).toBe("The command can't be read: unknown command 'runn' (Did you mean run?).");
    expect(fix).toContain("millrace --help");
  });

  it.each([
    [["run", "--bogus"], "unknown option '--bogus'", "millrace run --help"],
    [["reproduce"], "missing required argument 'model'", "millrace reproduce --help"],
    [["predict", "m", "--out", "o.csv"], "--data is missing", ""],
    [["predict", "m", "--data", "x.csv", "--out", "o.csv", "--run", "latest"], "a model or a run, not both", ""],
    [["init"], "there is no table in the folder", ""],
  ])("%j", async (argv, says, fix) => {
    const error = await refused(...argv);
    expect(error.code).toBe("CLI_USAGE");
    expect(error.message).toContain(says);
    expect(error.fix).toContain(fix);
  });

  it.each(["0", "-1", "1.5", "two", "Infinity", "1e9"])("--threads=%s", async (threads) => {
    const { code, message } = await refused("run", `--threads=${threads}`);
    expect([code, message]).toEqual(["CLI_OPTION_INVALID", expect.stringContaining(`got "${threads}"`)]);
  });

  it.each([
    ["show"],
    ["why"],
    ["doctor"],
    ["gc"],
    ["serve"],
    ["reproduce", "m"],
    ["backup", "b.tar"],
    ["predict", "--data", "x", "--out", "y.csv"],
  ])("%s where there is no home makes none", async (...argv) => {
    expect((await refused(...argv)).code).toBe("STORE_HOME_MISSING");
  });

  it("ls where there is no home says how to begin, and makes none", async () => {
    const { exitCode, out } = await type("ls");
    expect([exitCode, out[0]]).toEqual([0, expect.stringContaining("Begin with: millrace init")]);
    expect(JSON.parse((await type("ls", "--json")).out[0]!)).toEqual({ models: [], runs: [] });
    expect(readdirSync(folder)).toEqual([]);
  });

  it("a workflow file that is not there, or breaks a rule, leaves no home", async () => {
    expect((await refused("run", "gone.ts")).code).toBe("WORKFLOW_NOT_FOUND");
    writeFileSync(
      join(folder, "a.workflow.ts"),
      'import { defineWorkflow, table } from "millrace";\nexport default defineWorkflow({ name: "a", data: table("t.csv"), problem: { target: "y", metric: "rocAucScor" as never } });\n',
    );
    const { code, message } = await refused("run");
    expect([code, message]).toEqual(["WORKFLOW_LINT_FAILED", expect.stringMatching(/a\.workflow\.ts:2: .*rocAucScor/)]);
    writeFileSync(join(folder, "b.workflow.ts"), "export default 5;\n");
    expect((await refused("run")).code).toBe("WORKFLOW_AMBIGUOUS");
    expect((await refused("lint", "b.workflow.ts")).code).toBe("WORKFLOW_NOT_EXPORTED");
    writeFileSync(join(folder, "b.workflow.ts"), "export default {\n  name:;\n};\n");
    expect((await refused("run", "b.workflow.ts")).message).toMatch(
      /b\.workflow\.ts:2: b\.workflow\.ts could not be loaded/,
    );
    writeFileSync(join(folder, "t.csv"), "a,b\n1,2\n");
    expect((await refused("run", "t.csv")).message).toContain("a workflow is a file of TypeScript or JavaScript");
  });
});

describe("init refuses what could not run, without naming a place of Millrace's own", () => {
  it.each([
    ["an empty file", [], "DATA_EMPTY"],
    ["a header alone", ["a,b,y"], "DATA_NO_ROWS"],
    ["a ragged row", ["a,b,y", "1,2,yes", "3,4"], "DATA_ROW_RAGGED"],
    ["an open quote", ["a,b,y", '1,"2,yes', "3,4,no"], "DATA_QUOTE_UNCLOSED"],
  ])("%s", async (_, lines, code) => {
    writeFileSync(join(folder, "t.csv"), lines.length === 0 ? "" : `${lines.join("\n")}\n`);
    const error = await refused("init", "--data", "t.csv", "--target", "y");
    expect(error.code).toBe(code);
    expect(error.message).toMatch(/^t\.csv/);
  });

  it("a target that isn't a column, with a suggestion", async () => {
    table(["a,price", ...rows(30, (i) => `${i},${i * 2}`)]);
    const { message } = await refused("init", "--target", "pirce");
    expect(message).toBe('--target takes a column of the table (a, price), got "pirce". Did you mean "price"?');
  });

  it("a target of one value, or none", async () => {
    table(["a,b,y,z", ...rows(30, (i) => `${i},${i % 3},yes,`)]);
    expect((await refused("init", "--target", "y")).message).toMatch(
      /two different values, got "y"\. All its values are the same\./,
    );
    expect((await refused("init", "--target", "z")).message).toMatch(/two different values, got "z"\. It is empty\./);
  });

  it("a file that is not there, or is a folder, naming those that are", async () => {
    table(["a,y", "1,2"]);
    mkdirSync(join(folder, "dir.csv"));
    const missing = await refused("init", "--data", "tt.csv", "--target", "y");
    expect(missing.message).toBe(
      '--data takes a file that holds a table, got "tt.csv". There is no such file. Did you mean "t.csv"? Tables there: dir.csv, t.csv.',
    );
    expect((await refused("init", "t.csv", "--target", "y")).message).toContain("name a table with --data t.csv");
    expect((await refused("init", "--data", "dir.csv", "--target", "y")).message).toContain("That is a folder.");
    expect((await refused("init", "--data", ".", "--target", "y")).message).toContain("Tables there: dir.csv, t.csv.");
  });

  it("a task that there isn't, a column that there isn't, a class that there isn't", async () => {
    table(["a,y", ...rows(30, (i) => `${i},${i % 2 === 0 ? "yes" : "no"}`)]);
    expect((await refused("init", "--target", "y", "--task", "clasification")).code).toBe("CLI_OPTION_INVALID");
    expect((await refused("init", "--target", "y", "--time", "when")).code).toBe("DATA_COLUMN_UNKNOWN");
    expect((await refused("init", "--target", "y", "--positive", "maybe")).code).toBe("ML_CLASS_UNKNOWN");
  });
});

describe("init", () => {
  it("drops no column for telling anomalies well: an estimator that never sees the labels can't be given them away", async () => {
    table(["a,b,odd", ...rows(200, (i) => `${i % 10 === 0 ? 90 + (i % 7) : i % 13},${i % 5},${i % 10 === 0 ? 1 : 0}`)]);
    const { exitCode, out } = await type("init", "--target", "odd", "--task", "anomaly", "--json");
    expect(exitCode).toBe(0);
    const { workflow } = JSON.parse(out[0]!) as { workflow: string };
    expect(readFileSync(workflow, "utf8")).not.toContain("drop");
  });

  it("never overwrites a workflow file", async () => {
    table(["a,y", ...rows(30, (i) => `${i},${i % 2 === 0 ? "yes" : "no"}`)]);
    expect((await type("init", "--target", "y")).exitCode).toBe(0);
    expect((await refused("init", "--target", "y")).code).toBe("CLI_FILE_EXISTS");
  });
});
