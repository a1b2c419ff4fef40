import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

/** The order in which data flows; a room imports only from rooms on its left. */
const rooms = [
  "errors",
  "clock.ts",
  "ml",
  "workflow",
  "store",
  "people",
  "data",
  "training",
  "evaluation",
  "registry",
  "serving",
  "monitoring",
  "rollout",
  "run",
  "pictures",
  "http",
  "cli",
  "index.ts",
];
const bannedNames = /(^|[-/])(utils?|helpers?|common|core|manager|misc|legacy|future)([-./]|$)/;
const source = new URL("../src/", import.meta.url).pathname;

const files = list(source)
  .filter((file) => /\.tsx?$/.test(file) && !file.includes("/assembly/") && !file.endsWith(".wasm.ts"))
  .map((file) => relative(source, file));
const imports = new Map(files.map((file) => [file, importsOf(file)]));

describe("the house", () => {
  it("has no room that DESIGN doesn't name", () => {
    const known = new Set([...rooms, "client", "ui"]);
    expect(files.map(roomOf).filter((room) => !known.has(room))).toEqual([]);
  });

  it("imports only to the left", () => {
    const wrong: string[] = [];
    for (const [file, targets] of imports) {
      if (isTest(file)) continue;
      for (const target of targets) {
        const [from, to] = [rooms.indexOf(roomOf(file)), rooms.indexOf(roomOf(target))];
        if (to > from) wrong.push(`${file} -> ${target}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("has no import cycle", () => {
    const state = new Map<string, "open" | "done">();
    const cycles: string[] = [];
    const visit = (file: string, path: string[]): void => {
      if (state.get(file) === "done") return;
      if (state.get(file) === "open") {
        cycles.push([...path.slice(path.indexOf(file)), file].join(" -> "));
        return;
      }
      state.set(file, "open");
      for (const target of imports.get(file) ?? []) visit(target, [...path, file]);
      state.set(file, "done");
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
  });

  it("keeps ml pure: no node:, no package, no clock, no unseeded randomness", () => {
    const wrong: string[] = [];
    for (const file of files.filter((file) => file.startsWith("ml/") && !isTest(file))) {
      const text = readFileSync(join(source, file), "utf8");
      if (/from "(node:|[a-z@])/.test(text)) wrong.push(`${file}: imports a package`);
      if (/Math\.random|Date\.now|performance\.now|new Date\(\)|process\./.test(text)) wrong.push(`${file}: impure`);
      if (
        /Math\.(exp|expm1|log|log1p|log2|log10|pow|tanh|sin|cos|tan|sinh|cosh|cbrt|hypot)\b|\*\* ?(?!2\b)[\w.(]/.test(
          stripComments(text),
        )
      ) {
        wrong.push(`${file}: a transcendental of the engine (use ml/kernels/math.ts)`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("uses no banned name and runs no shell", () => {
    expect(files.filter((file) => bannedNames.test(file))).toEqual([]);
    const shells = files.filter((file) =>
      /\b(execSync|exec)\(|shell: true/.test(readFileSync(join(source, file), "utf8").replace(/\.exec\(/g, "")),
    );
    expect(shells).toEqual([]);
  });

  it("keeps files to one idea (at most 400 lines)", () => {
    const long = files.filter(
      (file) => !isTest(file) && readFileSync(join(source, file), "utf8").split("\n").length > 401,
    );
    expect(long).toEqual([]);
  });
});

function list(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? list(path) : [path];
  });
}

function roomOf(file: string): string {
  return file.split("/")[0]!;
}

function isTest(file: string): boolean {
  return file.endsWith(".test.ts");
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(source, file), "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)]
    .map((match) => relative(source, join(source, dirname(file), match[1]!)))
    .filter((target) => files.includes(target));
}

function stripComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");
}
