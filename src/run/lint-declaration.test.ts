import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type LoadedWorkflow, loadWorkflow } from "../workflow/index.ts";
import { lintDeclaration, lintRefusal, requireLintFree } from "./lint-declaration.ts";

const folder = mkdtempSync(join(tmpdir(), "millrace-lint-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const columns = { age: "number", plan: "category", left: "boolean" } as const;

function load(name: string, gate: string): Promise<LoadedWorkflow> {
  const file = join(folder, `${name}.workflow.ts`);
  writeFileSync(
    file,
    `import { defineWorkflow, slice, table } from "millrace";
export default defineWorkflow({
  name: "x",
  problem: { target: "left" },
  data: table("x.csv"),
  gates: [${gate}],
});
`,
  );
  return loadWorkflow(file);
}

describe("lintDeclaration", () => {
  it("says nothing of columns before they are known, and nothing at all of a sound declaration", async () => {
    const loaded = await load("unknown", 'slice("plna", { minimum: 0.5 })');
    expect(lintDeclaration(loaded).filter(({ severity }) => severity === "error")).toEqual([]);
    const sound = await load("sound", 'slice("plan", { minimum: 0.5 })');
    expect(lintRefusal(lintDeclaration(sound, columns))).toBeUndefined();
  });

  it("holds it against the columns: with the line, and what was meant", async () => {
    const loaded = await load("typo", 'slice("plna", { minimum: 0.5 })');
    expect(() => requireLintFree(loaded)).not.toThrow();
    const refusal = lintRefusal(lintDeclaration(loaded, columns));
    expect(refusal?.message).toContain("typo.workflow.ts:6");
    expect(refusal?.message).toContain('Did you mean "plan"?');
  });
});
