import { readdir, stat } from "node:fs/promises";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { fail, type SourceLocation } from "../../errors/index.ts";

/**
 * The files that a path or glob names, sorted by code unit. A path that exists is taken literally, whatever it holds;
 * else `*` and `?` match within a name, `**` any folders, `{a,b}` either. Hidden files match only a name that begins with a dot.
 * @throws DATA_FILE_MISSING
 */
export async function findFiles(
  path: string,
  baseFolder: string,
  at?: SourceLocation,
): Promise<{ path: string; shown: string }[]> {
  const absolute = resolve(baseFolder, path);
  const found = (await isFile(absolute)) ? [absolute] : /[*?{]/.test(path) ? await expand(absolute) : [];
  if (found.length === 0) throw fail("DATA_FILE_MISSING", { path, folder: baseFolder }, { at });
  return found.map((file) => ({ path: file, shown: shownPath(file, baseFolder, path) }));
}

/** Relative to the base where it was given so: the same table gives the same manifest wherever the folder stands. */
function shownPath(file: string, baseFolder: string, given: string): string {
  return (isAbsolute(given) ? file : relative(baseFolder, file)).split(sep).join("/");
}

async function expand(pattern: string): Promise<string[]> {
  const parts = pattern.split(/[\\/]/);
  const fixed = parts.findIndex((part) => /[*?{]/.test(part));
  const root = parts.slice(0, fixed).join("/") || "/";
  const found = new Set<string>();
  await walk(root, parts.slice(fixed), found);
  return [...found].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

async function walk(folder: string, parts: readonly string[], found: Set<string>): Promise<void> {
  const [part, ...rest] = parts as [string, ...string[]];
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  if (part === "**") {
    await walk(folder, rest.length === 0 ? ["*"] : rest, found);
    for (const entry of entries) {
      if (entry.isDirectory() && !entry.name.startsWith(".")) await walk(join(folder, entry.name), parts, found);
    }
    return;
  }
  const matches = nameMatcher(part);
  for (const entry of entries) {
    if (!matches.test(entry.name) || (entry.name.startsWith(".") && !part.startsWith("."))) continue;
    const path = join(folder, entry.name);
    if (rest.length > 0) await walk(path, rest, found);
    else if (await isFile(path)) found.add(path);
  }
}

function nameMatcher(part: string): RegExp {
  let braces = 0;
  const source = [...part].map((char) => {
    if (char === "*") return "[^/]*";
    if (char === "?") return "[^/]";
    if (char === "{") return braces++ === 0 ? "(?:" : "\\{";
    if (char === "}" && braces > 0) return braces-- > 0 ? ")" : "\\}";
    if (char === "," && braces > 0) return "|";
    return char.replace(/[.+^$()|[\]\\}]/g, "\\$&");
  });
  return new RegExp(`^${source.join("")}${")".repeat(braces)}$`, "u");
}

async function isFile(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
