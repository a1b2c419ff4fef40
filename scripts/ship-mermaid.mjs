// Puts Mermaid's one-file browser bundle beside the compiled code, with the licences of all that is in it: users of the
// package get pictures without installing Mermaid and its hundred packages.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const modules = "node_modules";
const folder = join("dist", "pictures", "rendering");

mkdirSync(folder, { recursive: true });
cpSync(join(modules, "mermaid", "dist", "mermaid.min.js"), join(folder, "mermaid.min.js"));
const packages = [...bundled("mermaid", modules, new Map()).values()];
const parts = packages.sort((a, b) =>
  a.name === "mermaid" ? -1 : b.name === "mermaid" ? 1 : a.name < b.name ? -1 : 1,
);
const head = "mermaid.min.js is Mermaid with the packages that it is built of. Their licences:\n";
writeFileSync(join(folder, "mermaid.LICENSES.txt"), [head, ...parts.map(licence)].join("\n"));

/** A package and all that it depends on, by folder; types hold no code. */
function bundled(name, from, found) {
  const place = folderOf(name, from);
  if (place === undefined || found.has(place) || name.startsWith("@types/")) return found;
  const { version, license, dependencies = {} } = JSON.parse(readFileSync(join(place, "package.json"), "utf8"));
  found.set(place, { name, place, version, license });
  for (const dependency of Object.keys(dependencies)) bundled(dependency, place, found);
  return found;
}

/** As Node looks for it: in node_modules of the package that asks, then of those around it. */
function folderOf(name, from) {
  for (let place = from; ; place = dirname(place)) {
    const candidate = join(place, place === modules ? "" : modules, name);
    if (existsSync(join(candidate, "package.json"))) return candidate;
    if (place === modules || place === ".") return undefined;
  }
}

function licence({ name, place, version, license }) {
  const file = readdirSync(place).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? "" : `${readFileSync(join(place, file), "utf8").trim()}\n`;
  return `${"-".repeat(80)}\n${name} ${version} (${license ?? "as below"})\n\n${text}`;
}
