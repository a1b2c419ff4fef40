import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, normalize } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as ml from "../../src/ml/index.ts";

const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
  existsSync(path),
);
const args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"];
const root = new URL("../..", import.meta.url).pathname;
const why = executablePath === undefined ? " (skipped: no Chromium on this machine)" : "";

/** Runs here and, as text, in a page: fits boosted trees and gives the model's bytes, as text. */
function fitThere({ gradientBoosting, matrix, random }: typeof ml): string {
  const [n, width] = [3000, 5];
  const features = Array.from({ length: width }, (_, f) => ({ name: `x${f}`, kind: "numeric" as const }));
  const X = matrix(n, features);
  const draw = random(9, "browser");
  for (let i = 0; i < X.values.length; i++) X.values[i] = i % 17 === 0 ? Number.NaN : draw.next() * 8 - 4;
  const codes = Int32Array.from({ length: n }, (_, i) => ((X.values[i] ?? 0) + (X.values[n + i] ?? 0) > 0 ? 1 : 0));
  const y = { kind: "classes" as const, classes: ["no", "yes"], codes };
  const model = gradientBoosting({ trees: 12, rowSample: 0.8 }).fit(X, y, { seed: 4 });
  const textOf = (value: unknown): string => {
    if (ArrayBuffer.isView(value)) {
      return Array.from(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)).join(",");
    }
    if (typeof value !== "object" || value === null) return String(value);
    return Object.entries(value)
      .map(([key, member]) => `${key}:${textOf(member)}`)
      .join(";");
  };
  return textOf(model.toData());
}

describe.skipIf(executablePath === undefined)(`millrace/ml in a browser${why}`, () => {
  const out = mkdtempSync(join(tmpdir(), "millrace-training-"));
  let server: Server;
  let browser: Browser;

  beforeAll(async () => {
    // Own build, so that the test sees these sources and not whatever dist holds.
    const build = spawnSync("npx", ["tsc", "-p", "tsconfig.json", "--outDir", out, "--noEmitOnError", "false"], {
      cwd: root,
    });
    expect(existsSync(join(out, "ml/index.js")), String(build.stdout)).toBe(true);
    server = serve(out);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    browser = await chromium.launch({ executablePath: executablePath!, args });
  });

  afterAll(async () => {
    await browser?.close();
    server?.close();
    rmSync(out, { recursive: true, force: true });
  });

  it("fits to the same bytes as here, in a page that may not share memory", async () => {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const there = (await page.evaluate(
      `(async () => ({ shared: typeof SharedArrayBuffer, model: (${fitThere})(await import("/ml/index.js")) }))()`,
    )) as { readonly shared: string; readonly model: string };
    expect(problems).toEqual([]);
    expect(there.shared).toBe("undefined");
    const digest = (text: string): string => createHash("sha256").update(text).digest("hex");
    expect(there.model.length).toBeGreaterThan(1000);
    expect(digest(there.model)).toBe(digest(fitThere(ml)));
  });
});

function serve(folder: string): Server {
  return createServer((request, response) => {
    const path = normalize(new URL(request.url ?? "/", "http://127.0.0.1").pathname);
    if (path === "/") {
      response.writeHead(200, {
        "content-type": "text/html",
        "content-security-policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'",
      });
      response.end("<!doctype html><title>training</title>");
    } else if (path.endsWith(".js") && existsSync(join(folder, path))) {
      response.writeHead(200, { "content-type": "text/javascript" }).end(readFileSync(join(folder, path)));
    } else response.writeHead(404).end();
  });
}
