import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { differences } from "../scripts/docs/reference.ts";
import { type Declared, exportsOf } from "../scripts/docs/source/declarations.ts";
import { inRepository, root } from "../scripts/docs/source/root.ts";
import { errorTable } from "../src/errors/index.ts";
import { declarablePaths } from "../src/workflow/declaration-shape.ts";
import { compileErrors } from "./docs/compile.ts";
import { cutFault, guideBlocks, guideSnippets } from "./docs/guide-snippets.ts";
import { anchorsOf, brokenLink, brokenLinks, markdownFiles } from "./docs/markdown-files.ts";
import type { Snippet } from "./docs/snippet.ts";

const sources = sourceFiles("src").map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));
const entries = {
  millrace: exportsOf(inRepository("src/index.ts")),
  "millrace/ml": exportsOf(inRepository("src/ml/index.ts")),
} as const;

describe("docs/reference", () => {
  it("is what the code says (npm run docs writes it)", () => {
    expect(differences()).toEqual([]);
  });

  it("has the heading that every error links to", () => {
    const anchors = anchorsOf("docs/reference/errors.md");
    expect(Object.keys(errorTable).filter((code) => !anchors.has(code.toLowerCase()))).toEqual([]);
  });
});

describe("errors", () => {
  const outside = sources.filter(({ file }) => !file.startsWith("src/errors/"));
  const codes = Object.keys(errorTable);

  it("of the table are thrown somewhere", () => {
    const thrown = new Set(
      outside.flatMap(({ text }) =>
        [...withoutComments(text).matchAll(/"([A-Z]+(?:_[A-Z0-9]+)+)"/g)].map(([, code]) => code),
      ),
    );
    expect(codes.filter((code) => !thrown.has(code))).toEqual([]);
  });

  it("that code and doc comments name are in the table", () => {
    const rooms = new Set(codes.map((code) => code.split("_")[0]!));
    const named = outside.flatMap(({ file, text }) =>
      [...text.matchAll(/(?:fail\(\s*|@throws [^\n]*?)"?\b([A-Z]+(?:_[A-Z0-9]+)+)\b/g)].map(([, code]) => ({
        file,
        code: code!,
      })),
    );
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter(({ code }) => rooms.has(code.split("_")[0]!) && !codes.includes(code))).toEqual([]);
  });
});

describe("links", () => {
  it.each(markdownFiles())("of %s lead somewhere", (file) => {
    expect(brokenLinks(file)).toEqual([]);
  });

  it("to pages that code and messages name lead somewhere", () => {
    const named = sources.flatMap(({ text }) =>
      [...text.matchAll(/\bdocs\/(?:guide|reference|decisions)\/[\w./-]*?\.md(?:#[\w-]+)?/g)].map(([path]) => path),
    );
    expect(named.length).toBeGreaterThan(3);
    expect([...new Set(named)].flatMap((path) => brokenLink("README.md", path))).toEqual([]);
  });
});

describe("docs/guide/declaration.md", () => {
  const page = readFileSync(inRepository("docs/guide/declaration.md"), "utf8");
  const headings = anchorsOf("docs/guide/declaration.md");

  it.each(declarablePaths)("speaks of %s", (path) => {
    if (path.includes(".")) expect(page).toContain(`\`${path}\``);
    else expect([...headings]).toContain(path);
  });
});

describe("public exports", () => {
  it.each(Object.keys(entries) as (keyof typeof entries)[])("of %s say in a sentence what they are", (entry) => {
    const silent = [...entries[entry].values()].filter(({ doc }) => !/^[A-Z`*"]?.{8,}/.test(doc?.text ?? ""));
    expect(silent.map(({ name, file }) => `${name} in ${file.slice(root.length)}`)).toEqual([]);
  });
});

describe("code in docs", () => {
  it("of the guide that is cut from an example stands there", () => {
    const blocks = guideBlocks();
    expect(blocks.filter(({ cutFrom }) => cutFrom !== undefined).length).toBeGreaterThan(0);
    expect(blocks.flatMap(cutFault)).toEqual([]);
  });

  it("of the guide and of doc comments compiles", () => {
    const snippets = [...guideSnippets(), ...docExamples()];
    expect(snippets.length).toBeGreaterThan(10);
    expect(compileErrors(snippets, namesByEntry())).toEqual([]);
  }, 240_000);
});

/** `@example`s of everything public, each once. */
function docExamples(): Snippet[] {
  const seen = new Set<string>();
  return (Object.keys(entries) as (keyof typeof entries)[]).flatMap((entry) =>
    [...entries[entry].values()].flatMap(({ name, file, doc }) => {
      const key = `${file}#${name}`;
      if (seen.has(key)) return [];
      seen.add(key);
      return (doc?.examples ?? []).map((code) => ({ from: `${name} in ${file.slice(root.length)}`, code, entry }));
    }),
  );
}

function namesByEntry() {
  const values = (declared: Iterable<Declared>): string[] =>
    [...declared].filter(({ node }) => !node.type.startsWith("TS")).map(({ name }) => name);
  return { millrace: values(entries.millrace.values()), "millrace/ml": values(entries["millrace/ml"].values()) };
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "");
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder))
    .sort()
    .flatMap((name) => {
      const path = `${folder}/${name}`;
      if (statSync(join(root, path)).isDirectory()) return sourceFiles(path);
      return name.endsWith(".ts") && !/\.(test|wasm)\.ts$/.test(name) ? [path] : [];
    });
}
