import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createJiti } from "jiti";
import { afterAll, describe, expect, it } from "vitest";
import { callSite, firstOutside, parseFrame } from "./call-site.ts";

const folder = mkdtempSync(join(tmpdir(), "millrace-call-site-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("callSite", () => {
  it("names the caller's file and line", () => {
    expect(callSite()).toEqual({ file: fileURLToPath(import.meta.url), line: 14 });
  });

  it("gives exact lines in a TypeScript file that jiti loads", async () => {
    const file = join(folder, "x.workflow.ts");
    writeFileSync(
      file,
      [
        'import { callSite } from "millrace";',
        "",
        "interface Unused {",
        "  readonly a: number;",
        "}",
        "const later = await Promise.resolve(1);",
        "export default [",
        "  callSite(),",
        "  (() =>",
        "    callSite())(),",
        "  later satisfies number as unknown as Unused,",
        "];",
      ].join("\n"),
    );
    const jiti = createJiti(import.meta.url, { fsCache: false, virtualModules: { millrace: { callSite } } });
    const places = await jiti.import<unknown[]>(file, { default: true });
    expect(places.slice(0, 2)).toEqual([
      { file, line: 8 },
      { file, line: 10 },
    ]);
  });
});

describe("firstOutside", () => {
  const stack = (...frames: string[]) => ["Error: call site", ...frames.map((frame) => `    at ${frame}`)].join("\n");

  it("skips Millrace's own frames, in src, dist and node_modules", () => {
    const text = stack(
      "callSite (file:///opt/millrace/src/workflow/call-site.ts:15:17)",
      "nulls (/opt/millrace/dist/data/checks/nulls.js:4:2)",
      "nulls (/home/a/node_modules/millrace/dist/data/checks/nulls.js:4:2)",
      "new Promise (<anonymous>)",
      "node:internal/modules/esm/module_job:222:25",
      "async Object.<anonymous> (/home/a/my project (1)/churn.workflow.ts:14:9)",
    );
    expect(firstOutside(text, "/opt/millrace/")).toEqual({
      file: "/home/a/my project (1)/churn.workflow.ts",
      line: 14,
    });
  });

  it("takes an example inside Millrace's own folder for a user's file", () => {
    const text = stack("file:///opt/millrace/examples/01-bird-strikes/birds.workflow.ts:3:1");
    expect(firstOutside(text, "/opt/millrace/")?.line).toBe(3);
  });

  it("is undefined where nobody is left", () => {
    expect(firstOutside(stack("eval (<anonymous>)", "node:internal/main:1:1"), "/opt/millrace/")).toBeUndefined();
  });
});

describe("parseFrame", () => {
  it("reads Windows paths and file URLs with spaces", () => {
    expect(parseFrame("    at C:\\a b\\c.workflow.ts:7:1")).toEqual({ file: "C:\\a b\\c.workflow.ts", line: 7 });
    expect(parseFrame("    at f (file:///a%20b/c.ts?t=1:7:1)")).toEqual({ file: "/a b/c.ts", line: 7 });
  });
});
