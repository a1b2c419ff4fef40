import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderPage } from "./page.ts";
import { pages } from "./pages/index.ts";
import { inRepository } from "./source/root.ts";

/** A file of `docs/reference` that isn't what the code says. */
export interface Difference {
  readonly file: string;
  readonly fault: "missing" | "out of date" | "no page";
}

const folder = inRepository("docs/reference");

/** What is not up to date, in the order of the pages. */
export function differences(): Difference[] {
  const stale = pages.flatMap((page): Difference[] => {
    const path = join(folder, page.file);
    if (!existsSync(path)) return [{ file: page.file, fault: "missing" }];
    return readFileSync(path, "utf8") === renderPage(page) ? [] : [{ file: page.file, fault: "out of date" }];
  });
  return [...stale, ...strangers().map((file): Difference => ({ file, fault: "no page" }))];
}

/** Writes every page, and removes what no page writes. */
export function writeReference(): Difference[] {
  const found = differences();
  mkdirSync(folder, { recursive: true });
  for (const page of pages) writeFileSync(join(folder, page.file), renderPage(page));
  for (const file of strangers()) rmSync(join(folder, file));
  return found;
}

function strangers(): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => !pages.some((page) => page.file === file))
    .sort();
}
