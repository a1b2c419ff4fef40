import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { estimatorTable } from "../../src/ml/estimators/index.ts";
import { kebab } from "../docs/source/kebab.ts";
import { inRepository } from "../docs/source/root.ts";
import { parameterType, parameterTypeName } from "./parameter-type.ts";

/** A generated file, below {@link folder}. */
interface TypeFile {
  readonly file: string;
  readonly text: string;
}

const folder = inRepository("src/ml/estimators/");
const head = "// Generated from the table of estimators: change that, then `npm run build`.\n\n";

/** Files that aren't what the table of estimators says; `writeParameterTypes` puts them right. */
export function staleParameterTypes(): string[] {
  const stale = typeFiles().filter(({ file, text }) => !existsSync(folder + file) || read(file) !== text);
  return [...stale.map(({ file }) => file), ...strangers()];
}

/** Writes the types of all estimators' parameters beside the estimators. @returns the files that changed */
export function writeParameterTypes(): string[] {
  const stale = staleParameterTypes();
  for (const { file, text } of typeFiles()) if (stale.includes(file)) writeFileSync(folder + file, text);
  for (const file of strangers()) rmSync(folder + file);
  return stale;
}

function typeFiles(): TypeFile[] {
  const definitions = Object.values(estimatorTable);
  const own = definitions.map((definition) => ({
    name: definition.name,
    file: fileOf(definition.name),
    text: head + parameterType(definition),
  }));
  return [...own, { file: "parameter-types.ts", text: head + index(own) }];
}

/** One file that exports the types of all. */
function index(own: readonly { readonly name: string; readonly file: string }[]): string {
  const sorted = [...own].sort((a, b) => (a.file < b.file ? -1 : 1));
  return [
    ...sorted.map(({ name, file }) => `import type { ${parameterTypeName(name)} } from "./${file}";`),
    "",
    "/** Hyper-parameters by their estimator's name. */",
    "export interface ParametersByEstimator {",
    ...own.map(({ name }) => `  readonly ${name}: ${parameterTypeName(name)};`),
    "}",
    "",
    "export type {",
    ...own
      .map(({ name }) => parameterTypeName(name))
      .sort()
      .map((name) => `  ${name},`),
    "};\n",
  ].join("\n");
}

/** Beside the estimator's own file, which is named for it. */
function fileOf(name: string): string {
  const stem = kebab(name);
  const found = files().find((file) => file.endsWith(`/${stem}.ts`));
  if (found === undefined) throw new Error(`src/ml/estimators has no ${stem}.ts for the estimator ${name}`);
  return found.replace(/\.ts$/, "-parameters.ts");
}

/** Generated once, and no longer for any estimator. */
function strangers(): string[] {
  const expected = new Set(typeFiles().map(({ file }) => file));
  return files().filter((file) => file.endsWith(".ts") && !expected.has(file) && read(file).startsWith(head));
}

function files(): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .sort();
}

function read(file: string): string {
  return readFileSync(folder + file, "utf8");
}
