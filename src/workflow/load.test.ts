import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isMillraceError, type MillraceError } from "../errors/index.ts";
import { loadWorkflow } from "./load.ts";
import { declarationDigest, portableSpec, specOf } from "./portable-spec.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "millrace-load-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, ...lines: string[]): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}

const churn = [
  'import { byTime, defineWorkflow, meetsMinimum, table } from "millrace";',
  "",
  "export default defineWorkflow({",
  '  name: "churn",',
  '  problem: { task: "classification", target: (c) => c["left"].is(true), minimum: 0.7 },',
  '  data: table("churn.csv", { time: "day" }),',
  "  split: byTime({ test: 0.25 }),",
  "  gates: [",
  "    meetsMinimum(),",
  "  ],",
  "});",
];

async function failure(path: string): Promise<MillraceError> {
  const error = await loadWorkflow(path).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!isMillraceError(error)) throw new Error(`expected a MillraceError, got ${String(error)}`, { cause: error });
  return error;
}

describe("loadWorkflow", () => {
  it("loads a file and gives specs the lines where they were written", async () => {
    const file = write("churn.workflow.ts", ...churn);
    const { workflow, defined, ...rest } = await loadWorkflow(file);
    expect(workflow).toMatchObject({ name: "churn", problem: { metric: "rocAucScore", minimum: 0.7 }, seed: 1 });
    expect(workflow.split).toEqual({ kind: "time", test: 0.25, column: undefined, at: { file, line: 7 } });
    expect(workflow.data.at).toEqual({ file, line: 6 });
    expect(workflow.gates[0]!.at).toEqual({ file, line: 9 });
    expect(defined.at).toEqual({ file, line: 3 });
    expect(rest).toMatchObject({ file, sourceText: `${churn.join("\n")}\n`, files: [file] });
    expect(rest.codeDigest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it("takes a folder's one workflow file, or workflow.ts among several", async () => {
    write("churn.workflow.ts", ...churn);
    expect((await loadWorkflow(folder)).file).toBe(join(folder, "churn.workflow.ts"));
    write("other.workflow.mjs", ...churn);
    expect((await failure(folder)).message).toContain("churn.workflow.ts, other.workflow.mjs");
    write("workflow.ts", ...churn);
    expect((await loadWorkflow(folder)).file).toBe(join(folder, "workflow.ts"));
  });

  it("says what is not there", async () => {
    expect((await failure(join(folder, "no.workflow.ts"))).code).toBe("WORKFLOW_NOT_FOUND");
    expect((await failure(folder)).code).toBe("WORKFLOW_NOT_FOUND");
  });

  it("refuses a default export that isn't a workflow", async () => {
    const error = await failure(write("a.workflow.ts", "export default { name: 'x' };"));
    expect(error.code).toBe("WORKFLOW_NOT_EXPORTED");
    expect(error.message).toBe(
      "a.workflow.ts must export a workflow as its default, got an object that defineWorkflow didn't make.",
    );
    expect((await failure(write("b.workflow.ts", "export const x = 1;"))).message).toContain("got no default export");
  });

  it("names the line of a syntax error, in the file where it is", async () => {
    const error = await failure(write("a.workflow.ts", "const a = 1;", "const = 2;"));
    expect(error).toMatchObject({ code: "WORKFLOW_LOAD_FAILED", at: { line: 2 } });
    const broken = write("parts/broken.ts", "export const x = 1;", "", "export const y = (;");
    const importer = await failure(
      write("b.workflow.ts", 'import { x } from "./parts/broken.js";', ...churn, "void x;"),
    );
    expect(importer.at).toEqual({ file: broken, line: 3 });
  });

  it("names the line of a throw, keeping Millrace's own codes", async () => {
    const thrown = await failure(write("a.workflow.ts", "interface A { b: 1 }", "", "throw new Error('no licence');"));
    expect(thrown).toMatchObject({ code: "WORKFLOW_LOAD_FAILED", at: { line: 3 } });
    expect(thrown.message).toContain("Error: no licence");
    const own = await failure(
      write("b.workflow.ts", 'import { defineWorkflow } from "millrace";', "", "defineWorkflow({ name: 1 } as never);"),
    );
    expect(own).toMatchObject({ code: "WORKFLOW_DECLARATION_INVALID", at: { line: 3 } });
  });

  it("names the import that leads nowhere", async () => {
    const missing = await failure(write("a.workflow.ts", "", 'import "./nothing.ts";', ...churn));
    expect(missing).toMatchObject({ code: "WORKFLOW_LOAD_FAILED", at: { line: 2 } });
    const uninstalled = await failure(write("b.workflow.ts", 'import left from "not-installed/deep";', ...churn));
    expect(uninstalled.message).toContain('the package "not-installed", which isn\'t installed');
  });

  it("sees what changed between two loads, in the file and in what it imports", async () => {
    write("name.ts", 'export const name: string = "one";');
    const file = write(
      "a.workflow.ts",
      'import { name } from "./name";',
      ...churn.map((l) => l.replace('"churn"', "name")),
    );
    const before = await loadWorkflow(file);
    write("name.ts", 'export const name: string = "two";');
    const after = await loadWorkflow(file);
    expect([before.workflow.name, after.workflow.name]).toEqual(["one", "two"]);
  });

  it("waits for top-level await", async () => {
    const lines = churn.map((line) => line.replace('"churn"', 'await Promise.resolve("late")'));
    expect((await loadWorkflow(write("a.workflow.ts", ...lines))).workflow.name).toBe("late");
  });
});

describe("codeDigest", () => {
  it("changes with an imported file and an imported package's version, and not with the folder", async () => {
    const lines = ['import { name } from "./name.ts";', 'import "a-package";', ...churn, "void name;"];
    const manifest = (version: string) =>
      write("node_modules/a-package/package.json", JSON.stringify({ name: "a-package", version, main: "index.js" }));
    write("node_modules/a-package/index.js", "module.exports = {};");
    manifest("1.0.0");
    write("name.ts", 'export const name = "one";');
    const file = write("a.workflow.ts", ...lines);
    const first = (await loadWorkflow(file)).codeDigest;
    expect((await loadWorkflow(file)).codeDigest).toBe(first);
    manifest("1.0.1");
    const other = (await loadWorkflow(file)).codeDigest;
    expect(other).not.toBe(first);
    manifest("1.0.0");
    write("name.ts", 'export const name = "two";');
    expect((await loadWorkflow(file)).codeDigest).not.toBe(first);
    write("name.ts", 'export const name = "one";');
    rmSync(join(folder, "moved"), { recursive: true, force: true });
    for (const [name, text] of [
      ["name.ts", 'export const name = "one";'],
      ["a.workflow.ts", lines.join("\n")],
    ] as const) {
      write(`moved/${name}`, text);
    }
    expect((await loadWorkflow(join(folder, "moved"))).codeDigest).toBe(first);
  });
});

describe("declarationDigest", () => {
  it("doesn't depend on lines, and survives JSON", async () => {
    const one = await loadWorkflow(write("a.workflow.ts", ...churn));
    const two = await loadWorkflow(write("b.workflow.ts", "", "// a remark", ...churn));
    expect(declarationDigest(one.workflow)).toBe(declarationDigest(two.workflow));
    const revived = specOf(JSON.parse(JSON.stringify(portableSpec(one.workflow))));
    expect(declarationDigest(revived)).toBe(declarationDigest(one.workflow));
    const other = churn.map((line) => line.replace("0.25", "0.3"));
    const three = await loadWorkflow(write("c.workflow.ts", ...other));
    expect(declarationDigest(three.workflow)).not.toBe(declarationDigest(one.workflow));
  });
});
