import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { diagramsOf, htmlDocument, loadReportSubject, loadSubject, runReport } from "../../src/pictures/index.ts";
import { systemPlatform } from "../../src/platform/index.ts";
import { runWorkflow } from "../../src/run/index.ts";
import { openStore } from "../../src/store/index.ts";
import { loadWorkflow } from "../../src/workflow/index.ts";
import { tester } from "../fixtures/envelopes.ts";
import { hostileRunFiles } from "../fixtures/hostile-words.ts";
import { inlineExecutor } from "../fixtures/inline-executor.ts";
import { type SmallHome, smallHome } from "../fixtures/small-run.ts";

const executablePath = process.env["MILLRACE_CHROMIUM"] ?? "/usr/bin/chromium";

describe.skipIf(!existsSync(executablePath))(
  "a report in a browser without a network (skipped without Chromium)",
  () => {
    let home: SmallHome;
    let folder: string;
    let browser: Browser;

    beforeAll(async () => {
      home = await smallHome();
      folder = mkdtempSync(join(tmpdir(), "millrace-report-"));
      browser = await chromium.launch({
        executablePath,
        args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
      });
    });
    afterAll(async () => {
      await browser.close();
      await home.close();
      rmSync(folder, { recursive: true, force: true });
    });

    /** Opens a page of the disk and waits until its diagrams are drawn. */
    async function open(html: string): Promise<{ page: Page; troubles: string[] }> {
      const file = join(folder, "report.html");
      writeFileSync(file, html);
      const context = await browser.newContext({ offline: true });
      const page = await context.newPage();
      const troubles: string[] = [];
      page.on("pageerror", (error) => troubles.push(error.message));
      page.on("dialog", (dialog) => {
        troubles.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on("request", (request) => {
        if (!/^(file|data|about):/.test(request.url())) troubles.push(`asks ${request.url()}`);
      });
      page.on("console", (message) => {
        if (/Content Security Policy|Refused/.test(message.text())) troubles.push(message.text());
      });
      await page.goto(pathToFileURL(file).href);
      await page.waitForFunction("document.documentElement.dataset.drawn !== undefined", null, { timeout: 60_000 });
      return { page, troubles };
    }

    async function expectDrawn(page: Page, expected: number): Promise<void> {
      expect(await page.locator("figure.diagram .problem").allTextContents()).toEqual([]);
      expect(await page.locator("figure.diagram .stage > svg").count()).toBe(expected);
      const sizes = (await page.evaluate(`[...document.querySelectorAll("figure.diagram .stage > svg")].map((one) => {
      const { width, height } = one.getBoundingClientRect();
      return Math.min(width, height);
    })`)) as number[];
      expect(sizes.filter((size) => size < 20)).toEqual([]);
    }

    it("shows a model with all its diagrams, and asks nobody for anything", async () => {
      await home.run();
      const report = runReport(await loadReportSubject(home.store, "rides"));
      const { page, troubles } = await open(htmlDocument(report));
      expect(diagramsOf(report).length).toBeGreaterThan(5);
      await expectDrawn(page, diagramsOf(report).length);
      expect(await page.locator("h1").textContent()).toBe("rides: no gate was declared");
      expect(await page.locator("nav a").count()).toBe(report.sections.length);
      // Nothing is wider than the window, on a desk and on a phone.
      for (const width of [1280, 400]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
      }
      expect(troubles).toEqual([]);
      await page.context().close();
    });

    it("opens what is folded before it is printed", async () => {
      await home.run();
      const report = runReport(await loadReportSubject(home.store, "latest"));
      const { page } = await open(htmlDocument(report));
      const folded = page.locator("details:not([open])");
      expect(await folded.count()).toBeGreaterThan(0);
      await page.evaluate("dispatchEvent(new Event('beforeprint'))");
      expect(await folded.count()).toBe(0);
      await page.evaluate("dispatchEvent(new Event('afterprint'))");
      expect(await folded.count()).toBeGreaterThan(0);
      await page.context().close();
    });

    it("runs nothing that a name of a user could bring along, and draws all the same", async () => {
      for (const [name, text] of Object.entries(hostileRunFiles(true))) writeFileSync(join(folder, name), text);
      const store = await openStore(join(folder, "home"), { platform: systemPlatform });
      try {
        const loaded = await loadWorkflow(folder);
        const executor = inlineExecutor(systemPlatform.machine);
        await runWorkflow({ store, loaded, threads: 1, actor: tester, executor });
        const subject = await loadSubject(store, "latest");
        const report = runReport({ ...subject, run: subject.run! });
        const { page, troubles } = await open(htmlDocument(report));
        await expectDrawn(page, diagramsOf(report).length);
        expect(troubles).toEqual([]);
        expect(await page.locator("main img, main iframe, main script, main b").count()).toBe(0);
        await page.context().close();
      } finally {
        await store.close();
      }
    });
  },
);
