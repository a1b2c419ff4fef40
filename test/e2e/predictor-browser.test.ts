import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, normalize } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  columns,
  encodeModel,
  estimatorOf,
  findEstimator,
  fitPipeline,
  loadModel,
  type Scored,
  targetOf,
} from "../../src/ml/index.ts";
import { strikes } from "../data/strikes.ts";

const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
  existsSync(path),
);
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const root = new URL("../..", import.meta.url).pathname;
const why = executablePath === undefined ? " (skipped: no Chromium on this machine)" : "";

describe.skipIf(executablePath === undefined)(`millrace/predictor in a browser${why}`, () => {
  const out = mkdtempSync(join(tmpdir(), "millrace-browser-"));
  const bytes = model("linearRegression");
  let server: Server;
  let browser: Browser;

  beforeAll(async () => {
    // Own build, so that the test sees these sources and not whatever dist holds.
    const build = spawnSync("npx", ["tsc", "-p", "tsconfig.json", "--outDir", out, "--noEmitOnError", "false"], {
      cwd: root,
    });
    expect(existsSync(join(out, "ml/pipeline/predictor.js")), String(build.stdout)).toBe(true);
    server = serve(out);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    browser = await chromium.launch({ executablePath: executablePath!, args });
  });

  afterAll(async () => {
    await browser?.close();
    server?.close();
    rmSync(out, { recursive: true, force: true });
  });

  it("scores plain rows to the same bits as in this process, from the same bytes", async () => {
    const rows = [
      { speed: 250.5, wet: true, size: "Large", at: "1999-07-03", note: "bird in the engine" },
      { speed: null, wet: false, size: null, at: null, note: "gulls" },
      { speed: 1e-3, wet: 0, size: "Albatross", at: 9e11, note: "", extra: 1 },
    ];
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    // As text: vitest rewrites import() in functions, and the page must run the browser's own.
    const there = (await page.evaluate(`(${scoreThere})(${JSON.stringify(rows)})`)) as There;
    const here = loadModel(bytes).predict(rows);
    expect(there.node).toBe("undefined");
    expect(there.task).toBe("regression");
    expect(there.scored).toEqual(here);
    for (const [i, { prediction }] of there.scored.predictions.entries()) {
      expect(Object.is(prediction, here.predictions[i]!.prediction)).toBe(true);
    }
    expect(there.scored.warnings.map((warning) => warning.field)).toEqual(["size", "extra"]);
    expect(there.message).toBe('ML_FIELD_TYPE: Row 0: field "speed" must be a finite number, got "fast".');
    expect(problems).toEqual([]);
  });

  it.each(["linearRegression", "gradientBoosting", "randomForest"])(
    "scores batches and single rows of %s to the bits of this process",
    async (estimator) => {
      const rows = Array.from({ length: 300 }, (_, i) => ({
        speed: i % 17 === 0 ? null : Math.sin(i) * 200 + 200,
        wet: i % 3 === 0,
        size: ["Small", "Large", "Medium", null, "Albatross"][i % 5],
        at: 9e11 + i * 1e9,
        note: i % 2 === 0 ? "gulls" : "bird in the engine",
      }));
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      const there = (await page.evaluate(
        `(${scoreAllThere})(${JSON.stringify(rows)}, ${JSON.stringify(estimator)})`,
      )) as Record<"batch" | "single", number[]>;
      const predictor = loadModel(model(estimator));
      const here = predictor.predict(rows).predictions.map(({ prediction }) => prediction);
      expect(new Set(here).size).toBeGreaterThan(5);
      for (const values of [there.batch, there.single, rows.map((row) => predictor.predictOne(row).prediction)]) {
        expect(values.length).toBe(rows.length);
        for (const [i, value] of values.entries()) expect(Object.is(value, here[i])).toBe(true);
      }
    },
  );
});

const scoreAllThere = `async (rows, name) => {
  const { loadModel } = await import("/ml/pipeline/predictor.js");
  const predictor = loadModel(new Uint8Array(await (await fetch("/model?" + name)).arrayBuffer()));
  const batch = predictor.predict(rows).predictions.map(({ prediction }) => prediction);
  return { batch, single: rows.map((row) => predictor.predictOne(row).prediction) };
}`;

interface There {
  readonly scored: Scored;
  readonly message: string;
  readonly task: string;
  readonly node: string;
}

const scoreThere = `async (rows) => {
  const { loadModel } = await import("/ml/pipeline/predictor.js");
  const predictor = loadModel(new Uint8Array(await (await fetch("/model")).arrayBuffer()));
  let message = "";
  try {
    predictor.predictOne({ ...rows[0], speed: "fast" });
  } catch (error) {
    message = error.code + ": " + error.message;
  }
  return { scored: predictor.predict(rows), message, task: predictor.task, node: typeof process };
}`;

function model(estimator: string): Uint8Array {
  const frame = strikes(200);
  const c = columns();
  return encodeModel(
    fitPipeline({
      frame,
      y: targetOf(frame.column("cost"), "regression"),
      task: "regression",
      accepts: findEstimator(estimator).accepts,
      estimator: estimatorOf(estimator, estimator === "linearRegression" ? {} : { trees: 20 }),
      expressions: { fast: c["speed"].log1p().expression, month: c["at"].month().expression },
      targetColumns: ["cost"],
      context: { seed: 3 },
    }),
  );
}

function serve(folder: string): Server {
  return createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? "/", "http://127.0.0.1");
    const path = normalize(pathname);
    if (path === "/") {
      response.writeHead(200, {
        "content-type": "text/html",
        "content-security-policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'",
      });
      response.end("<!doctype html><title>predictor</title>");
    } else if (path === "/model") {
      response
        .writeHead(200, { "content-type": "application/octet-stream" })
        .end(model(search.slice(1) || "linearRegression"));
    } else if (path.endsWith(".js") && existsSync(join(folder, path))) {
      response.writeHead(200, { "content-type": "text/javascript" }).end(readFileSync(join(folder, path)));
    } else response.writeHead(404).end();
  });
}
