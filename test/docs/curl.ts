import { readFileSync } from "node:fs";
import { inRepository } from "../../scripts/docs/source/root.ts";

/** A request that a page shows as a curl line. */
export interface CurlRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The POST body; undefined for a GET. */
  readonly body: string | undefined;
}

/** Every `curl http://127.0.0.1:7400/...` of a page, lines that end in a backslash joined; a quoted body may span lines. */
export function curlRequests(page: string): CurlRequest[] {
  const text = readFileSync(inRepository(page), "utf8");
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block]) => block!.replaceAll("\\\n", " "));
  return blocks.flatMap((block) => [...block.matchAll(/^curl (?:'[^']*'|[^'\n])*/gm)].map(([line]) => requestOf(line)));
}

function requestOf(line: string): CurlRequest {
  const [, path] = /http:\/\/127\.0\.0\.1:7400(\/\S*)/.exec(line) ?? [];
  if (path === undefined) throw new Error(`no address in: ${line}`);
  const headers = [...line.matchAll(/-H '([^:']+): ?([^']*)'/g)].map(([, name, value]) => [name!, value!]);
  return { path, headers: Object.fromEntries(headers), body: /(?:-d|--data(?:-binary)?) '([^']*)'/.exec(line)?.[1] };
}
