import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { parse } from "@babel/parser";
import { describe, expect, it } from "vitest";
import { sourceFiles, sourceFolder } from "./fixtures/source-files.ts";

/** The order in which data flows; a room imports only from rooms on its left. */
const rooms = [
  "errors",
  "platform",
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
/** Files in which a value is cast through `unknown`. */
const knownCasts = new Set([
  "data/checks/schema.ts",
  "data/read-snapshot.ts",
  "http/app.ts",
  "ml/kernels/math.ts",
  "ml/kernels/predicting-kernel.ts",
  "ml/kernels/training-kernel.ts",
  "ml/pipeline/artifact.ts",
  "ml/pipeline/fitted-features.ts",
  "workflow/define-workflow.ts",
  "workflow/lint/locate.ts",
  "workflow/parse-module.ts",
]);
const source = sourceFolder;
const files = sourceFiles();
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

  it("enters another room, or a room within a room, by its index.ts", () => {
    // A star re-export of the declaring file itself is what lets a user's `declare module` fill in KnownTables.
    const allowed = new Set(["index.ts -> workflow/known-tables.ts"]);
    const wrong: string[] = [];
    for (const [file, targets] of imports) {
      if (isTest(file)) continue;
      for (const target of targets) {
        const isElsewhere = roomOf(target) !== roomOf(file) && target.includes("/");
        if (isElsewhere && !target.endsWith("/index.ts")) wrong.push(`${file} -> ${target}`);
      }
    }
    expect(wrong.filter((pair) => !allowed.has(pair))).toEqual([]);
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
      if (/(?:from|import)\s*\(?\s*["'`](?!\.)/.test(stripComments(text))) wrong.push(`${file}: imports a package`);
      if (/Math\.random|Date\.now|performance\.now|new Date\(\)|process\./.test(text)) wrong.push(`${file}: impure`);
      if (
        /Math\.(exp|expm1|log|log1p|log2|log10|pow|tanh|sin|cos|tan|sinh|cosh|cbrt|hypot)\b|\*\* ?(?!2\b)[\w.(]/.test(
          // A power of two is exact in every engine, and says more than its digits.
          stripComments(text).replace(/\b2 \*\* \d+/g, ""),
        )
      ) {
        wrong.push(`${file}: a transcendental of the engine (use ml/kernels/math.ts)`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("draws metrics from the run's own descriptions; only drawings by hand are read with the table", () => {
    const drawing = files.filter((file) => file.startsWith("pictures/") && !file.startsWith("pictures/whiteboard/"));
    const tables = /\b(findMetric|metricTable|metricsFor|defaultMetric|describeMetric)\b/;
    expect(drawing.filter((file) => !isTest(file) && tables.test(codeOf(file)))).toEqual([]);
  });

  it("uses no banned name and runs no shell", () => {
    expect(files.filter((file) => bannedNames.test(file))).toEqual([]);
    const shells = files.filter((file) =>
      /\b(execSync|exec)\(|shell: true/.test(readFileSync(join(source, file), "utf8").replace(/\.exec\(/g, "")),
    );
    expect(shells).toEqual([]);
  });

  it("reads the environment only where it is injected", () => {
    const wrong = files.filter(
      (file) => !isTest(file) && !file.startsWith("cli/") && /\bprocess\.env\b/.test(codeOf(file)),
    );
    expect(wrong).toEqual([]);
  });

  it("touches time, timers, chance and the identity of processes in one file", () => {
    // What runs in a browser has no platform.
    const allowed = new Set(["platform/system.ts", "http/docs-page/browser.ts", "pictures/rendering/page-script.ts"]);
    const raw = new RegExp(
      [
        /\b(set|clear)(Timeout|Interval|Immediate)\b/,
        /node:timers|\bscheduler\.(wait|yield)\b|\bAbortSignal\.timeout\b/,
        /\bDate\.now\b|\bnew Date\(\)|\bDate\(\)|\bperformance\.(now|timeOrigin)\b|\bhrtime\b/,
        /\bMath\.random\b|\brandom(Bytes|UUID|Int|Fill|FillSync)\b|\bgetRandomValues\b/,
        /\bprocess\.p?pid\b|\bhostname\(/,
      ]
        .map(({ source }) => source)
        .join("|"),
    );
    const wrong = files
      .filter((file) => !isTest(file) && !allowed.has(file))
      .flatMap((file) => (raw.exec(codeOf(file)) ?? []).slice(0, 1).map((found) => `${file}: ${found}`));
    expect(wrong).toEqual([]);
  });

  it("takes the system's platform only at the root of the program and of its threads", () => {
    const roots = new Set([
      "platform/index.ts",
      "platform/system.ts",
      "platform/manual.ts",
      "cli/main.ts",
      "store/claim-renewal/renewal-worker.ts",
      "training/threads/thread-worker.ts",
    ]);
    const takers = files.filter((file) => !isTest(file) && /\bsystemPlatform\b/.test(codeOf(file)));
    expect(takers.filter((file) => !roots.has(file))).toEqual([]);
  });

  it("writes to the log in use cases only: the command line and the server never commit", () => {
    const outer = files.filter((file) => !isTest(file) && ["pictures", "http", "cli"].includes(roomOf(file)));
    expect(outer.filter((file) => /\.commit\(|\bcommitOnce\(/.test(codeOf(file)))).toEqual([]);
  });

  it("has no `any`, and no cast through `unknown` beyond those that say why", () => {
    expect(files.filter((file) => !isTest(file) && /\bas any\b|<any>|: any\b/.test(codeOf(file)))).toEqual([]);
    const casts = files.filter((file) => !isTest(file) && codeOf(file).includes("as unknown as"));
    // May shrink, never grow: each bridges a foreign type or a name that is checked at run time just before.
    expect(casts.filter((file) => !knownCasts.has(file))).toEqual([]);
  });

  it("keeps functions short (at most 60 lines)", () => {
    // One function by design: its text is what the browser runs.
    const allowed = new Set([
      "http/docs-page/browser.ts page",
      "pictures/rendering/page-script.ts page",
      "pictures/rendering/plain-labels.ts plainLabels",
    ]);
    const long = files
      .filter((file) => !isTest(file))
      .flatMap((file) => functionsOf(file).map(({ name, lines }) => ({ name: `${file} ${name}`, lines })))
      .filter(({ name, lines }) => lines > 60 && !allowed.has(name));
    expect(long).toEqual([]);
  });

  it("keeps files to one idea (at most 400 lines)", () => {
    const long = files.filter(
      (file) => !isTest(file) && readFileSync(join(source, file), "utf8").split("\n").length > 401,
    );
    expect(long).toEqual([]);
  });
});

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

function codeOf(file: string): string {
  return stripComments(readFileSync(join(source, file), "utf8"));
}

interface SyntaxNode {
  readonly type: string;
  readonly loc?: { readonly start: { readonly line: number }; readonly end: { readonly line: number } } | null;
  readonly id?: { readonly name?: string } | null;
  readonly key?: { readonly name?: string } | null;
}

/** Functions and methods with the lines that they take, nested ones too. */
function functionsOf(file: string): { name: string; lines: number }[] {
  const found: { name: string; lines: number }[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const member of value) visit(member);
    if (typeof value !== "object" || value === null || Array.isArray(value) || !("type" in value)) return;
    const node = value as SyntaxNode;
    if (/(Function|Method)/.test(node.type) && "body" in node && node.loc) {
      const name = node.id?.name ?? node.key?.name ?? `at line ${node.loc.start.line}`;
      found.push({ name, lines: node.loc.end.line - node.loc.start.line + 1 });
    }
    for (const [key, member] of Object.entries(node)) if (key !== "loc") visit(member);
  };
  visit(parse(readFileSync(join(source, file), "utf8"), { sourceType: "module", plugins: ["typescript"] }).program);
  return found;
}

function stripComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");
}
