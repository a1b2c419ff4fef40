import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { browserPath, withoutBrowser } from "../../../test/fixtures/browser.ts";
import { systemPlatform } from "../../platform/index.ts";
import type { Drawing } from "../diagrams/index.ts";
import { withRenderer } from "./render.ts";
import { withTab } from "./tab.ts";

const drawing = (text: string): Drawing => ({ kind: "flowchart", view: "run", title: "rides: run 1", text });
const { machine } = systemPlatform;
const environment = { MILLRACE_CHROMIUM: browserPath };
const hostile = drawing(
  'flowchart TB\n  a["#60;script#62;alert(1)#60;/script#62;<br/>second line"] -->|"#34;yes#34; & no"| b{"end#59; 🦆"}\n',
);

describe.skipIf(browserPath === undefined)(`withRenderer${withoutBrowser}`, () => {
  it("gives an SVG that is text and lines alone, which other programs can read", async () => {
    const svg = await withRenderer({ machine, environment }, (renderer) => renderer.svg(hostile));
    expect(svg.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<svg ')).toBe(true);
    expect(svg).toMatch(/viewBox="[-\d.]+ [-\d.]+ [\d.]+ [\d.]+"/);
    expect(svg).not.toMatch(/<(script|foreignObject|image|iframe|a)\b|\son\w+=|https?:\/\/(?!www\.w3\.org\/)/i);
    const parsed = `new DOMParser().parseFromString(${JSON.stringify(svg)}, "image/svg+xml").documentElement.localName`;
    expect(await withTab(browserPath!, { machine }, (tab) => tab.evaluate(parsed))).toBe("svg");
    const words = [...svg.matchAll(/<text[^>]*>([^<]+)<\/text>/g)].map(([, word]) => word);
    expect(words).toEqual(
      expect.arrayContaining(["&lt;script&gt;alert(1)&lt;/script&gt;", "second line", '"yes" &amp; no', "end; 🦆"]),
    );
  });

  it("gives a PNG of the picture's size with its margin, two dots to a pixel", async () => {
    const { svg, png } = await withRenderer({ machine, environment }, async (renderer) => ({
      svg: await renderer.svg(hostile),
      png: Buffer.from(await renderer.png(hostile)),
    }));
    const [, width, height] = /viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"/.exec(svg)!;
    expect(png.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
    const size = [png.readUInt32BE(16), png.readUInt32BE(20)];
    expect(size).toEqual([Number(width), Number(height)].map((side) => 2 * (Math.ceil(side) + 48)));
  });

  it("says what Mermaid has against a text, and goes on with the next", async () => {
    await withRenderer({ machine, environment }, async (renderer) => {
      await expect(renderer.svg(drawing("flowchart TB\n  a -->\n"))).rejects.toMatchObject({
        code: "RENDERING_REFUSED",
        message: expect.stringMatching(/^Mermaid refuses the flowchart of rides: run 1: Parse error on line/),
      });
      expect(await renderer.svg(hostile)).toContain("second line");
    });
  });

  it("gives up where a picture takes too long, and leaves no browser and no profile behind", async () => {
    const before = profiles();
    const large = Array.from({ length: 400 }, (_, i) => `  n${i} --> n${(i * 7) % 400}`).join("\n");
    const drawn = withRenderer({ machine, environment, timeoutMs: 50 }, (renderer) =>
      renderer.svg(drawing(`flowchart TB\n${large}\n`)),
    );
    await expect(drawn).rejects.toMatchObject({ code: "RENDERING_TIMEOUT" });
    expect(profiles()).toEqual(before);
  });

  it("ends when it is interrupted", async () => {
    const stop = new AbortController();
    const drawn = withRenderer({ machine, environment, signal: stop.signal }, async (renderer) => {
      stop.abort();
      return renderer.svg(hostile);
    });
    await expect(drawn).rejects.toMatchObject({ code: "RENDERING_BROWSER_FAILED" });
  });
});

describe("withRenderer without a browser that works", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "millrace-renderer-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const drawWith = (path: string) =>
    withRenderer({ machine, environment: { MILLRACE_CHROMIUM: path } }, (renderer) => renderer.svg(hostile));

  it("says where one can be had", async () => {
    await expect(drawWith(join(folder, "gone"))).rejects.toMatchObject({
      code: "RENDERING_NO_BROWSER",
      fix: expect.stringContaining("--format html and --format mmd need none"),
    });
  });

  it("says why the one that it found doesn't start", async () => {
    const broken = join(folder, "chrome");
    writeFileSync(broken, '#!/bin/sh\necho "no display for you" >&2\nexit 3\n');
    chmodSync(broken, 0o755);
    await expect(drawWith(broken)).rejects.toMatchObject({
      code: "RENDERING_BROWSER_FAILED",
      message: expect.stringContaining("it ended (exit code 3): no display for you"),
    });
    const empty = join(folder, "empty");
    writeFileSync(empty, "");
    chmodSync(empty, 0o755);
    await expect(drawWith(empty)).rejects.toMatchObject({ code: "RENDERING_BROWSER_FAILED" });
  });
});

function profiles(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith("millrace-browser-"));
}
