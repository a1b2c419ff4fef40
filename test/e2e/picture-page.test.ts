import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isMillraceError } from "../../src/errors/index.ts";
import { type Drawing, diagramTable, drawDiagram, htmlPage } from "../../src/pictures/index.ts";
import { browserPath, launchOptions, withoutBrowser } from "../fixtures/browser.ts";
import { hostileSubjects } from "../fixtures/pictures.ts";

describe.skipIf(browserPath === undefined)(`the page of pictures, opened as a file${withoutBrowser}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "millrace-page-"));
  const address = pathToFileURL(join(folder, "pictures.html")).href;
  let drawings: Drawing[];
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  /** Everything that the page must not do. */
  const wrong: string[] = [];

  beforeAll(async () => {
    const subject = (await hostileSubjects())["hostile names, run"]!;
    drawings = diagramTable.flatMap(({ kind }) => {
      try {
        return [drawDiagram(kind, subject)];
      } catch (error) {
        if (isMillraceError(error, "PICTURE_NOTHING_TO_DRAW") || isMillraceError(error, "PICTURE_ASPECT_EMPTY"))
          return [];
        throw error;
      }
    });
    writeFileSync(join(folder, "pictures.html"), htmlPage(drawings));
    browser = await chromium.launch(launchOptions);
    context = await browser.newContext({ offline: true, viewport: { width: 1280, height: 800 } });
    page = await context.newPage();
    page.on("request", (request) => {
      if (request.url() !== address && !request.url().startsWith("blob:")) wrong.push(`asks for ${request.url()}`);
    });
    page.on("console", (message) => wrong.push(`says ${message.text()}`));
    page.on("pageerror", (error) => wrong.push(`throws ${error.message}`));
    page.on("dialog", (dialog) => {
      wrong.push(`shows ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(address);
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const isDrawn = () =>
    expect.poll(() => page.locator("#stage:not([aria-busy]) > svg").count(), { timeout: 20_000 }).toBe(1);

  it("draws every picture, each under its title and with its text", async () => {
    expect(drawings.length).toBeGreaterThan(1);
    const tabs = page.getByRole("tab");
    expect(await tabs.count()).toBe(drawings.length);
    const seen = new Set<string>();
    for (const [i, { title, text, kind }] of drawings.entries()) {
      await tabs.nth(i).click();
      await isDrawn();
      expect(await page.locator(".problem").allTextContents()).toEqual([]);
      expect(await page.locator("h1").textContent()).toBe(title);
      expect(await page.locator("#text").textContent()).toBe(text);
      expect(new URL(page.url()).hash).toBe(`#${kind}`);
      const shot = await page.locator("#stage").screenshot();
      expect(shot.length).toBeGreaterThan(3000);
      seen.add(shot.toString("base64"));
    }
    expect(seen.size).toBe(drawings.length);
  });

  it("opens at the picture that its address names, fits it, and zooms", async () => {
    await page.goto(`${address}#sequence`);
    await page.reload();
    await isDrawn();
    expect(await page.locator('[role="tab"][aria-selected="true"]').textContent()).toBe("Sequence");
    const width = async (): Promise<number> => (await page.locator("#stage > svg").boundingBox())!.width;
    const fitted = await width();
    expect(fitted).toBeLessThan(1280);
    await page.getByRole("button", { name: "Larger" }).click();
    expect(await width()).toBeCloseTo(fitted * 1.25, 0);
    await page.keyboard.press("0");
    expect(await width()).toBeCloseTo(fitted, 0);
    await page.keyboard.press("ArrowLeft");
    await isDrawn();
    expect(await page.locator('[role="tab"][aria-selected="true"]').textContent()).toBe("Flowchart");
  });

  it("saves a picture as an SVG without HTML in it", async () => {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save SVG" }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^end-of-graph-run-[\w-]+-flowchart\.svg$/);
    const svg = readFileSync(await download.path(), "utf8");
    expect(svg).toMatch(/^<svg [^>]*viewBox="/);
    expect(svg).not.toMatch(/foreignObject|<script/i);
    expect(svg).toContain(">Learning</text>");
  });

  it("has nothing but the picture on paper", async () => {
    await page.emulateMedia({ media: "print" });
    expect(
      await page.locator(".tools, nav, details").evaluateAll((parts) => parts.map((part) => part.clientHeight)),
    ).toEqual([0, 0, 0]);
    expect(await page.locator("#stage > svg").isVisible()).toBe(true);
    await page.emulateMedia({ media: "screen" });
  });

  it("asked nobody, ran nothing of what the names say, and had nothing to complain of", () => {
    expect(wrong).toEqual([]);
  });
});
