import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { root } from "../../scripts/docs/source/root.ts";

/** Every Markdown file that a reader may come upon, relative to the repository. */
export function markdownFiles(): string[] {
  const top = readdirSync(root).filter((name) => name.endsWith(".md"));
  return [...top, ...below("docs"), ...below("examples")].sort();
}

/** What is wrong with a file's own links: pages that aren't there, anchors that no heading has. */
export function brokenLinks(file: string): string[] {
  const text = withoutCode(readFileSync(join(root, file), "utf8"));
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target]) => brokenLink(file, target!));
}

/** A link as "file#anchor", from the folder of `file`. */
export function brokenLink(file: string, target: string): string[] {
  if (/^[a-z]+:/.test(target)) return [];
  const [path = "", anchor] = target.split("#");
  const page = path === "" ? file : relative(root, join(root, dirname(file), path));
  if (!existsSync(join(root, page))) return [`${file}: ${target} isn't there`];
  if (anchor === undefined || !page.endsWith(".md")) return [];
  return anchorsOf(page).has(anchor) ? [] : [`${file}: ${target} names no heading of ${page}`];
}

const anchors = new Map<string, Set<string>>();

/** Anchors of a page's headings, as GitHub makes them. */
export function anchorsOf(page: string): Set<string> {
  let found = anchors.get(page);
  if (found === undefined) {
    const headings = withoutCode(readFileSync(join(root, page), "utf8"), "blocks").matchAll(/^#+ (.+)$/gm);
    found = new Set([...headings].map(([, heading]) => anchorOf(heading!)));
    anchors.set(page, found);
  }
  return found;
}

function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number} _-]/gu, "")
    .replaceAll(" ", "-");
}

function withoutCode(text: string, what: "blocks" | "all" = "all"): string {
  const plain = text.replace(/^```[\s\S]*?^```$/gm, "");
  return what === "all" ? plain.replace(/`[^`\n]*`/g, "`code`") : plain;
}

function below(folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name !== ".millrace" && name !== "node_modules")
    .flatMap((name) => {
      const path = join(folder, name);
      if (statSync(join(root, path)).isDirectory()) return below(path);
      return name.endsWith(".md") ? [path] : [];
    });
}
