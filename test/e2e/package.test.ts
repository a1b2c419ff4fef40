import { execFileSync, spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = new URL("../../", import.meta.url).pathname;
const { dependencies, version, bin, exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  dependencies: Record<string, string>;
  version: string;
  bin: { millrace: string };
  exports: Record<string, string | Record<string, string>>;
};

/** What a user gets from `npm install millrace`: the packed files beside the declared dependencies, and nothing else. */
describe("the packed package", () => {
  const folder = mkdtempSync(join(tmpdir(), "millrace-package-"));
  const modules = join(folder, "node_modules");
  const installed = join(modules, "millrace");
  let files: string[] = [];

  beforeAll(() => {
    const npm = process.platform === "win32" ? "npm.cmd" : "npm";
    const packed = JSON.parse(
      execFileSync(npm, ["pack", "--json", "--ignore-scripts", "--offline", "--pack-destination", folder], {
        cwd: root,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      }),
    ) as [{ filename: string; size: number; unpackedSize: number }];
    const [{ filename, size, unpackedSize }] = packed;
    mkdirSync(installed, { recursive: true });
    execFileSync("tar", ["-xzf", join(folder, filename), "--strip-components=1", "-C", installed]);
    for (const name of Object.keys(dependencies)) link(name);
    files = list(installed).map((file) => relative(installed, file));
    console.log(
      `packed ${(size / 1e6).toFixed(2)} MB, unpacked ${(unpackedSize / 1e6).toFixed(2)} MB, ${files.length} files`,
    );
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function link(name: string): void {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, "node_modules", name), join(modules, name));
  }

  /** Runs a module beside the installed package and gives what it prints. */
  function node(script: string): string {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(status, stderr).toBe(0);
    return stdout.trim();
  }

  it("holds what it needs and no tests, sources or private folders", () => {
    const expected =
      /^(docs\/reference\/.*\.md|dist\/.*\.(js|d\.ts)|dist\/pictures\/rendering\/mermaid\.LICENSES\.txt|dist\/build\.json|package\.json|LICENSE|README\.md|CHANGELOG\.md)$/;
    expect(files.filter((file) => !expected.test(file))).toEqual([]);
    expect(files.filter((file) => /\.test\.|fixtures|assembly/.test(file))).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(["LICENSE", "README.md", "dist/build.json"]));
  });

  it("holds every file that its entry points name", () => {
    const named = [bin.millrace, ...Object.values(exports).flatMap((entry) => Object.values(entry))]
      .map((path) => path.replace(/^\.\//, ""))
      .filter((path) => path.startsWith("dist/"));
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((path) => !files.includes(path))).toEqual([]);
  });

  it("imports in Node: the declaration, the pure numbers, the predictor", () => {
    const script = `
      import { defineWorkflow } from "millrace";
      import { fitPipeline } from "millrace/ml";
      import { loadModel } from "millrace/predictor";
      console.log(typeof defineWorkflow, typeof fitPipeline, typeof loadModel);`;
    expect(node(script)).toBe("function function function");
  });

  it("predicts with nothing of Node and none of the dependencies", () => {
    const seen = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      const text = readFileSync(file, "utf8");
      for (const [, target] of text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)) {
        expect(target, relative(installed, file)).toMatch(/^\./);
        visit(join(dirname(file), target!));
      }
    };
    visit(join(installed, "dist/ml/pipeline/predictor.js"));
    expect(seen.size).toBeGreaterThan(5);
  });

  /** Compiles a file beside the installed package, with strict settings, no Node types and every declaration file looked at. */
  function compile(file: string, text: string): { status: number | null; stdout: string } {
    writeFileSync(join(folder, file), text);
    return spawnSync(
      process.execPath,
      [
        join(root, "node_modules/typescript/bin/tsc"),
        ...["--noEmit", "--strict", "--target", "es2023", "--module", "nodenext", "--skipLibCheck", "false"],
        ...["--lib", "es2023", "--types", "", file],
      ],
      { cwd: folder, encoding: "utf8" },
    );
  }

  it("type-checks for a user with strict settings, no Node types and every declaration file looked at", () => {
    const { status, stdout } = compile(
      "rides.workflow.ts",
      `import { defineWorkflow, logisticRegression, meetsMinimum, nulls, table } from "millrace";
import { loadModel } from "millrace/predictor";
export default defineWorkflow({
  name: "rides",
  problem: { target: "late", metric: "rocAucScore", minimum: 0.7 },
  data: table("rides.csv"),
  checks: [nulls("minutes", { max: 0.1 })],
  features: (c) => ({ long: c["minutes"].gt(20) }),
  candidates: [logisticRegression()],
  gates: [meetsMinimum()],
});
export const load: typeof loadModel = loadModel;
// @ts-expect-error a share is a number
nulls("minutes", { max: "much" });
`,
    );
    expect([status, stdout]).toEqual([0, ""]);
  });

  it("refuses misspelt hyper-parameters, and tells which were meant", () => {
    const { status, stdout } = compile(
      "misspelt.workflow.ts",
      `import { defineWorkflow, gradientBoosting, integer, randomForest, table } from "millrace";
export default defineWorkflow({
  name: "rides",
  problem: { target: "late" },
  data: table("rides.csv"),
  candidates: [
    gradientBoosting({ tress: 50 }),
    randomForest({ trees: 100 }, { space: { maxDeph: integer(4, 16) } }),
    randomForest({ calibration: "plat" }),
  ],
});
`,
    );
    expect(status).not.toBe(0);
    const faults = stdout.split("\n").filter((line) => line.startsWith("misspelt.workflow.ts"));
    expect(faults).toEqual([
      expect.stringMatching(
        /^misspelt\.workflow\.ts\(7,.*'tress' does not exist in type 'GradientBoostingParameters'\. Did you mean to write 'trees'\?/,
      ),
      expect.stringMatching(
        /^misspelt\.workflow\.ts\(8,.*'maxDeph' does not exist.* Did you mean to write 'maxDepth'\?/,
      ),
      expect.stringMatching(/^misspelt\.workflow\.ts\(9,.*"plat".* is not assignable to type .*"platt"/),
    ]);
  });

  it("tells the editor what a hyper-parameter means, its default and what is allowed", () => {
    const declared = readFileSync(
      join(installed, "dist/ml/estimators/random-forest/random-forest-parameters.d.ts"),
      "utf8",
    );
    expect(declared).toContain(
      `  /**
     * Number of trees.
     *
     * Allowed: a whole number from 1 to 10000.
     * @default 100
     */
    readonly trees?: number;`,
    );
  });

  it("runs its command: version and help", () => {
    const main = join(installed, bin.millrace);
    expect(readFileSync(main, "utf8").startsWith("#!/usr/bin/env node\n")).toBe(true);
    expect(statSync(main).mode & 0o111).not.toBe(0);
    const run = (...args: string[]): string => execFileSync(main, args, { cwd: folder, encoding: "utf8" }).trim();
    expect(run("--version")).toBe(version);
    expect(run("--help")).toContain("millrace init --data my.csv");
  });
});

function list(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? list(path) : [path];
  });
}
