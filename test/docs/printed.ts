import { readdirSync, readFileSync } from "node:fs";
import { inRepository } from "../../scripts/docs/source/root.ts";

/** A block of the guide that shows what a command prints. */
export interface PrintedBlock {
  /** "docs/guide/01-first-model.md:12" */
  readonly place: string;
  /** The episode whose commands print it: "02-your-own-data". */
  readonly episode: string;
  readonly lines: readonly string[];
}

const folder = "docs/guide";

/** Every block that follows `<!-- printed by EPISODE -->`. */
export function printedBlocks(): PrintedBlock[] {
  return readdirSync(inRepository(folder))
    .filter((name) => name.endsWith(".md"))
    .sort()
    .flatMap((name) => {
      const text = readFileSync(inRepository(`${folder}/${name}`), "utf8");
      return [...text.matchAll(/^<!-- printed by (\S+) -->\n```\w*\n([\s\S]*?)^```$/gm)].map((match) => ({
        place: `${folder}/${name}:${text.slice(0, match.index).split("\n").length}`,
        episode: match[1]!,
        lines: match[2]!.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("$ ")),
      }));
    });
}

/** The lines of a block that nothing in `printed` matches; `…` stands for anything, and runs of blanks are as one. */
export function unprinted({ lines }: PrintedBlock, printed: string): string[] {
  const all = printed.split("\n").map(plain);
  return lines.filter((line) => {
    const parts = plain(line)
      .split("…")
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const pattern = new RegExp(`^${parts.join(".*")}$`);
    return !all.some((candidate) => pattern.test(candidate));
  });
}

function plain(line: string): string {
  return line.trim().replace(/\s+/g, " ");
}
