import { existsSync, readdirSync, readFileSync } from "node:fs";
import { inRepository } from "../../scripts/docs/source/root.ts";
import type { Snippet } from "./snippet.ts";

/** A block of code in the guide. */
export interface GuideBlock {
  /** "docs/guide/01-first-model.md:12" */
  readonly place: string;
  readonly language: string;
  readonly code: string;
  /** The file that it is cut from, where a comment right before it says so. */
  readonly cutFrom: string | undefined;
}

const folder = "docs/guide";

/** Every block of code of every page of the guide. */
export function guideBlocks(): GuideBlock[] {
  return readdirSync(inRepository(folder))
    .filter((name) => name.endsWith(".md"))
    .sort()
    .flatMap((name) => {
      const text = readFileSync(inRepository(`${folder}/${name}`), "utf8");
      return [...text.matchAll(/(?:^<!-- from (\S+) -->\n)?^```(\w*)\n([\s\S]*?)^```$/gm)].map((match) => ({
        place: `${folder}/${name}:${text.slice(0, match.index).split("\n").length}`,
        language: match[2]!,
        code: match[3]!.trimEnd(),
        cutFrom: match[1],
      }));
    });
}

/** TypeScript of the guide that stands on its own feet. What is cut from an example is compiled with it. */
export function guideSnippets(): Snippet[] {
  return guideBlocks()
    .filter(({ language, cutFrom }) => language === "ts" && cutFrom === undefined)
    .map(({ place, code }) => ({
      from: place,
      code,
      entry: code.includes('"millrace/ml"') ? "millrace/ml" : "millrace",
    }));
}

/** What is wrong with a block that says it is cut from a file: its lines must stand there, one after the other. */
export function cutFault({ place, code, cutFrom }: GuideBlock): string[] {
  if (cutFrom === undefined) return [];
  const path = inRepository(cutFrom);
  if (!existsSync(path)) return [`${place}: there is no ${cutFrom}`];
  const lines = dedented(code.split("\n"));
  const all = readFileSync(path, "utf8").split("\n");
  const stands = all.some((_, at) => same(dedented(all.slice(at, at + lines.length)), lines));
  return stands ? [] : [`${place}: these lines don't stand in ${cutFrom}`];
}

function dedented(lines: readonly string[]): string[] {
  const indents = lines.filter((line) => line.trim() !== "").map((line) => /^ */.exec(line)![0].length);
  const least = Math.min(...indents);
  return lines.map((line) => line.slice(least).trimEnd());
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, i) => line === b[i]);
}
