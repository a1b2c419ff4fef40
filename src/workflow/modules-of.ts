import { existsSync, readFileSync, statSync } from "node:fs";
import { builtinModules } from "node:module";
import { basename, dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { fail } from "../errors/index.ts";
import { type ImportedName, parseModule } from "./parse-module.ts";

/** A file of the user's that a workflow is made of. */
export interface SourceModule {
  readonly file: string;
  readonly text: string;
}

/** All that a workflow file is made of. */
export interface SourceModules {
  /** The file itself and what it imports by path, transitively; by path, in code-unit order. */
  readonly modules: readonly SourceModule[];
  /** Packages that they import, as "name@version", sorted. Millrace itself and Node's own modules are left out. */
  readonly packages: readonly string[];
  /** Entry points of Millrace that they import: "millrace", "millrace/ml". */
  readonly own: readonly string[];
}

/** Millrace's entry points and the module behind each, relative to the package's source folder. */
export const entryPoints: Readonly<Record<string, string>> = {
  millrace: "index",
  "millrace/ml": "ml/index",
  "millrace/predictor": "ml/pipeline/predictor",
};

/**
 * Follows a file's imports without running anything.
 * @throws WORKFLOW_LOAD_FAILED, at the line, for a syntax error or an import that leads nowhere
 */
export function modulesOf(entry: string): SourceModules {
  const modules = new Map<string, SourceModule>();
  const packages = new Set<string>();
  const own = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (modules.has(file)) continue;
    const text = readFileSync(file, "utf8");
    modules.set(file, { file, text });
    for (const imported of importsOf(file, text)) {
      if (isPath(imported.name)) waiting.push(resolvePath(imported, file));
      else if (Object.hasOwn(entryPoints, imported.name)) own.add(imported.name);
      else if (!isBuiltIn(imported.name)) packages.add(packageOf(imported, file));
    }
  }
  const byPath = [...modules.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
  return { modules: byPath, packages: [...packages].sort(), own: [...own] };
}

function importsOf(file: string, text: string): readonly ImportedName[] {
  return /\.([cm]?[jt]s|[jt]sx)$/.test(file) ? parseModule(file, text).imports : [];
}

function isPath(name: string): boolean {
  return /^(\.{0,2}\/|\.{1,2}$|file:)/.test(name);
}

function isBuiltIn(name: string): boolean {
  return name.startsWith("node:") || builtinModules.includes(name);
}

/** As the loader resolves: the path itself, TypeScript behind a .js name, a known ending, a folder's index. */
function resolvePath({ name, line }: ImportedName, from: string): string {
  const path = name.startsWith("file:") ? fileURLToPath(name) : resolve(dirname(from), name);
  const endings = [".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json", ".tsx", ".jsx"];
  const candidates = [
    path,
    path.replace(/\.([cm]?)js$/, ".$1ts"),
    ...endings.map((ending) => path + ending),
    ...endings.map((ending) => join(path, `index${ending}`)),
  ];
  const found = candidates.find((candidate) => existsSync(candidate) && statSync(candidate).isFile());
  if (found !== undefined) return found;
  throw fail(
    "WORKFLOW_LOAD_FAILED",
    { file: basename(from), reason: `it imports "${name}", and there is no such file.` },
    {
      at: { file: from, line },
    },
  );
}

function packageOf({ name, line }: ImportedName, from: string): string {
  const parts = name.split("/");
  const wanted = parts.slice(0, name.startsWith("@") ? 2 : 1).join("/");
  for (let folder = dirname(from); ; folder = dirname(folder)) {
    const manifest = join(folder, "node_modules", wanted, "package.json");
    if (existsSync(manifest)) {
      return `${wanted}@${(JSON.parse(readFileSync(manifest, "utf8")) as { version?: string }).version ?? ""}`;
    }
    if (dirname(folder) === folder) break;
  }
  throw fail(
    "WORKFLOW_LOAD_FAILED",
    { file: basename(from), reason: `it imports the package "${wanted}", which isn't installed.` },
    { at: { file: from, line } },
  );
}

/** The endings of a workflow's file name, in the order in which they are preferred. */
export const workflowEndings = [".ts", ".mts", ".js", ".mjs"] as const;

/** True for "churn.workflow.ts" and "workflow.ts". */
export function isWorkflowFile(name: string): boolean {
  const ending = extname(name);
  const stem = name.slice(0, name.length - ending.length);
  return (workflowEndings as readonly string[]).includes(ending) && (stem === "workflow" || stem.endsWith(".workflow"));
}
