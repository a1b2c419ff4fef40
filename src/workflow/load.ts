import { createHash } from "node:crypto";
import { existsSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative, resolve } from "node:path";
import { createJiti } from "jiti";
import { fail, MillraceError, type SourceLocation } from "../errors/index.ts";
import { buildVersion } from "./build-version.ts";
import { parseFrame } from "./call-site.ts";
import { type CandidateFile, readCandidateFiles } from "./candidate-files.ts";
import { entryPoints, isWorkflowFile, modulesOf, type SourceModules, workflowEndings } from "./modules-of.ts";
import type { WorkflowSpec } from "./specs.ts";
import { isWorkflow, type Workflow } from "./workflow.ts";

/** A workflow file, read and run once. */
export interface LoadedWorkflow {
  /** The declaration, defaults filled in. */
  readonly workflow: WorkflowSpec;
  /** What the file exports: with what was written before defaults, for lint. */
  readonly defined: Workflow;
  /** Absolute path. */
  readonly file: string;
  readonly sourceText: string;
  /** "sha256:<hex>" of this build of Millrace and of the file with all that it imports: "the same code" in a cache key. */
  readonly codeDigest: string;
  /** Foreign models among the candidates, by the position of their candidate. */
  readonly candidateFiles: ReadonlyMap<number, CandidateFile>;
  /** Files that the workflow is made of, absolute: what a watcher watches. */
  readonly files: readonly string[];
}

/**
 * Loads a workflow: a file, or the one workflow file of a folder (`workflow.ts`, or one `*.workflow.ts|js|mjs`). The file runs
 * in this process, as any TypeScript with top-level await; a second load sees what was changed meanwhile.
 * @throws WORKFLOW_NOT_FOUND, WORKFLOW_AMBIGUOUS, WORKFLOW_NOT_EXPORTED, WORKFLOW_LOAD_FAILED (at the line), and what `readCandidateFiles` throws
 */
export async function loadWorkflow(fileOrFolder: string): Promise<LoadedWorkflow> {
  const file = findWorkflowFile(resolve(fileOrFolder));
  const sources = modulesOf(file);
  const exported = await importFresh(file, sources);
  if (!isWorkflow(exported)) {
    throw fail("WORKFLOW_NOT_EXPORTED", { file: basename(file), got: describeExport(exported) });
  }
  const { spec, files } = await readCandidateFiles(exported.spec, dirname(file));
  return {
    workflow: spec,
    defined: exported,
    file,
    sourceText: sources.modules.find((module) => module.file === file)!.text,
    codeDigest: codeDigest(file, sources),
    candidateFiles: files,
    files: [...sources.modules.map((module) => module.file), ...[...files.values()].map(({ path }) => path)],
  };
}

/** The workflow file that a path means. @throws WORKFLOW_NOT_FOUND, WORKFLOW_AMBIGUOUS */
export function findWorkflowFile(path: string): string {
  if (!existsSync(path)) throw fail("WORKFLOW_NOT_FOUND", { path });
  if (!statSync(path).isDirectory()) {
    if (/\.[cm]?[jt]s$/.test(path)) return path;
    const reason = `a workflow is a file of TypeScript or JavaScript (${workflowEndings.join(", ")})`;
    throw fail("WORKFLOW_LOAD_FAILED", { file: basename(path), reason });
  }
  const files = readdirSync(path).filter(isWorkflowFile).sort();
  const plain = workflowEndings.map((ending) => `workflow${ending}`).find((name) => files.includes(name));
  const only = plain ?? (files.length === 1 ? files[0] : undefined);
  if (only !== undefined) return join(path, only);
  if (files.length === 0) throw fail("WORKFLOW_NOT_FOUND", { path: join(path, "*.workflow.ts") });
  throw fail("WORKFLOW_AMBIGUOUS", { folder: path, files: files.join(", ") });
}

async function importFresh(file: string, sources: SourceModules): Promise<unknown> {
  const { cache } = createRequire(import.meta.url);
  for (const module of sources.modules) delete cache[module.file];
  const jiti = createJiti(file, {
    fsCache: false,
    interopDefault: false,
    virtualModules: await ownModules(sources.own),
  });
  try {
    return ((await jiti.import(file)) as { default?: unknown }).default;
  } catch (error) {
    throw located(error, file, sources);
  }
}

/** The user's file gets the running Millrace and not a second copy: its errors, tables and workflows are ours. */
async function ownModules(names: readonly string[]): Promise<Record<string, unknown>> {
  const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const load = (path: string): Promise<unknown> => import(new URL(`../${path}.${ending}`, import.meta.url).href);
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await load(entryPoints[name]!)] as const)),
  );
}

/** A Millrace error keeps its code and gains the user's line; anything else becomes WORKFLOW_LOAD_FAILED there. */
function located(error: unknown, file: string, sources: SourceModules): unknown {
  const at = userFrame(error, sources);
  if (error instanceof MillraceError) {
    if (error.at !== undefined || at === undefined) return error;
    return new MillraceError(error.code, error.detail, { at, cause: error });
  }
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : `it threw ${String(error)}`;
  return fail("WORKFLOW_LOAD_FAILED", { file: basename(file), reason }, { at: at ?? { file, line: 1 }, cause: error });
}

function userFrame(error: unknown, { modules }: SourceModules): SourceLocation | undefined {
  const lines = error instanceof Error ? (error.stack ?? "").split("\n") : [];
  return lines
    .map(parseFrame)
    .find((frame) => frame !== undefined && modules.some((module) => module.file === frame.file));
}

function codeDigest(entry: string, { modules, packages }: SourceModules): string {
  const hash = createHash("sha256").update(`millrace ${buildVersion()}\n`);
  for (const name of packages) hash.update(`package ${name}\n`);
  for (const { file, text } of modules) {
    const digest = createHash("sha256").update(text).digest("hex");
    hash.update(`file ${relative(dirname(entry), file).replaceAll("\\", "/")} ${digest}\n`);
  }
  return `sha256:${hash.digest("hex")}`;
}

function describeExport(value: unknown): string {
  if (value === undefined) return "no default export";
  if (value === null || typeof value !== "object") return typeof value === "function" ? "a function" : String(value);
  return "an object that defineWorkflow didn't make";
}
