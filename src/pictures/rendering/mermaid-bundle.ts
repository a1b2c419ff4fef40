import { existsSync, readFileSync } from "node:fs";
import { fail } from "../../errors/index.ts";

/** Beside the compiled code, where the build has put it; from sources it is the development dependency. */
const places = ["./mermaid.min.js", "../../../node_modules/mermaid/dist/mermaid.min.js"];
let read: string | undefined;

/** Mermaid as one script for a browser, which makes `mermaid` a global and asks no network. @throws RENDERING_MERMAID_MISSING */
export function mermaidBundle(): string {
  if (read !== undefined) return read;
  const urls = places.map((place) => new URL(place, import.meta.url));
  const found = urls.find((url) => existsSync(url));
  if (found === undefined) throw fail("RENDERING_MERMAID_MISSING", { path: urls[0]!.pathname });
  return (read = readFileSync(found, "utf8"));
}
