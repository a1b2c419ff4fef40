import { existsSync, readFileSync } from "node:fs";

/**
 * Millrace's version and the start of its build's digest ("0.1.0+3f2a…"): another build may compute another result, so it
 * is part of what "the same code" means. Sources that were never built have no digest.
 */
export function buildVersion(): string {
  const { version } = readJson(new URL("../../package.json", import.meta.url)) as { version: string };
  const places = [new URL("../build.json", import.meta.url), new URL("../../dist/build.json", import.meta.url)];
  const stamp = places.find((url) => existsSync(url));
  if (stamp === undefined) return version;
  const { digest } = readJson(stamp) as { digest: string };
  return `${version}+${digest.slice("sha256:".length, "sha256:".length + 16)}`;
}

function readJson(url: URL): unknown {
  return JSON.parse(readFileSync(url, "utf8"));
}
