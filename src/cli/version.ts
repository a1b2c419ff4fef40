import { readFileSync } from "node:fs";

/** Millrace's own version, from its package.json (two folders up from here, in src and in dist alike). */
export function version(): string {
  return (JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string })
    .version;
}
