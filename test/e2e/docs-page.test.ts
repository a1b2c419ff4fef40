import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningServer, startServer } from "../../src/http/index.ts";
import { tester } from "../fixtures/envelopes.ts";
import { openServedStore, type ServedStore } from "../fixtures/served-models.ts";

const chromiumPath = process.env["MILLRACE_CHROMIUM"] ?? "/usr/bin/chromium";

describe.skipIf(!existsSync(chromiumPath))("the docs page in a browser (skipped without Chromium)", () => {
  let served: ServedStore;
  let server: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    served = await openServedStore();
    server = await startServer({ store: served.store, actor: tester, version: "1.0.0", port: 0 });
    browser = await chromium.launch({
      executablePath: chromiumPath,
      args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
    });
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await served.close();
  });

  it("asks a model under its own content policy, and shows answer, warning and error", async () => {
    const page = await browser.newPage();
    const refused: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error" && !message.text().includes("422")) refused.push(message.text());
    });
    page.on("pageerror", (error) => refused.push(error.message));
    await page.goto(server.address);
    expect(new URL(page.url()).pathname).toBe("/docs");
    const card = page.locator("#model-strikes");
    await card.locator('[name="speed"]').fill("280");
    await card.getByRole("button", { name: "Predict" }).click();
    const { predictor } = await server.deployments.find("strikes");
    const { prediction } = predictor.predictOne({ speed: 280, size: "large", night: true });
    await expect.poll(() => card.locator(".answer .value").textContent()).toBe(prediction);
    expect(await card.locator(".answer progress").count()).toBe(2);
    expect(await card.locator(".curl").textContent()).toContain('"speed":280');
    await card.locator('[name="speed"]').fill("fast");
    await card.getByRole("button", { name: "Predict" }).click();
    await expect.poll(() => card.locator(".answer strong").textContent()).toContain('field "speed" must be');
    expect(refused).toEqual([]);
    await page.close();
  });

  it("can't be asked by a page of another origin", async () => {
    const page = await browser.newPage();
    await page.goto("data:text/html,<p>elsewhere</p>");
    const before = await (await fetch(`${server.address}/metrics`)).text();
    const outcome = await page.evaluate(async (address) => {
      try {
        const reply = await fetch(`${address}/predict/strikes`, {
          method: "POST",
          mode: "no-cors",
          body: '{"speed":1}',
        });
        return reply.type;
      } catch {
        return "failed";
      }
    }, server.address);
    expect(["opaque", "failed"]).toContain(outcome);
    const after = await (await fetch(`${server.address}/metrics`)).text();
    const predictions = (text: string): string | undefined =>
      /^millrace_predictions_total.*strikes.* (\d+)$/m.exec(text)?.[1];
    expect(predictions(after)).toBe(predictions(before));
    await page.close();
  });
});
