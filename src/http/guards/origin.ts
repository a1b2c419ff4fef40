import type { IncomingHttpHeaders } from "node:http";

const reading = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Where a request that may change something comes from, if that is another site than this server; else undefined.
 * Programs send neither header; browsers can't leave them out.
 */
export function foreignOrigin(
  method: string,
  headers: IncomingHttpHeaders,
  allowed: ReadonlySet<string>,
): string | undefined {
  if (reading.has(method)) return undefined;
  const origin = headers.origin;
  if (origin !== undefined) {
    if (allowed.has(origin)) return undefined;
    if (origin !== `http://${headers.host}` && origin !== `https://${headers.host}`) return origin.slice(0, 200);
    return undefined;
  }
  const site = headers["sec-fetch-site"];
  return site === undefined || site === "same-origin" || site === "none" ? undefined : `a ${String(site)} page`;
}
