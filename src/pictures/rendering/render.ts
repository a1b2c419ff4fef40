import { fail } from "../../errors/index.ts";
import type { Machine } from "../../platform/index.ts";
import type { Drawing } from "../diagrams/index.ts";
import { type BrowserEnvironment, findChromium } from "./chromium.ts";
import { type Drawn, drawingExpression } from "./drawing-script.ts";
import { mermaidBundle } from "./mermaid-bundle.ts";
import { type Tab, within, withTab } from "./tab.ts";
import { fontFamily, mermaidConfig } from "./theme.ts";

/** Makes pictures of drawings, one after the other, in one browser. */
export interface Renderer {
  /** A whole SVG document: nothing in it is run, nothing is fetched. @throws RENDERING_REFUSED, RENDERING_TIMEOUT */
  svg(drawing: Drawing): Promise<string>;
  /** A PNG on white with a margin, two dots to a CSS pixel. @throws RENDERING_REFUSED, RENDERING_TIMEOUT */
  png(drawing: Drawing): Promise<Uint8Array>;
}

/** Where a browser is found, and how long it may take. */
export interface RenderingOptions {
  readonly environment: BrowserEnvironment;
  /** In whose time a picture is waited for. */
  readonly machine: Machine;
  /** For one picture. Default 60,000. */
  readonly timeoutMs?: number | undefined;
  /** Ends the browser. */
  readonly signal?: AbortSignal | undefined;
}

/** Around a PNG, in CSS pixels. */
const margin = 24;
/** Dots to a CSS pixel, as screens of projectors and laptops have them. */
const density = 2;
/** Chromium paints nothing beyond it; larger pictures get fewer dots. */
const largestSide = 16_000;

/**
 * Nothing but inline styles: the page that draws can neither fetch nor run what a picture brings. Its font is the pictures', because
 * Mermaid measures some words before it styles them.
 */
const blankPage = `<!doctype html><meta charset="utf-8"><meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'"><style>body { font-family: ${fontFamily}; background: #fff }</style><body></body>`;

/** Starts a browser, hands over a renderer, and ends it whatever happens. @throws RENDERING_NO_BROWSER, RENDERING_BROWSER_FAILED */
export async function withRenderer<T>(
  { environment, machine, timeoutMs = 60_000, signal }: RenderingOptions,
  work: (renderer: Renderer) => Promise<T>,
): Promise<T> {
  const bundle = mermaidBundle();
  return withTab(findChromium(environment), { machine, signal }, async (tab) => {
    const { frameTree } = await tab.send<{ frameTree: { frame: { id: string } } }>("Page.getFrameTree");
    await tab.send("Page.setDocumentContent", { frameId: frameTree.frame.id, html: blankPage });
    // Its value, a whole library, can't be sent back.
    await tab.evaluate(`${bundle}\n;undefined`);
    const limited = <R>(drawing: Drawing, promise: Promise<R>): Promise<R> =>
      within(machine, timeoutMs, promise, () => {
        const { title, kind } = drawing;
        return fail("RENDERING_TIMEOUT", { title, kind, seconds: timeoutMs / 1000 });
      });
    return work({
      svg: (drawing) => limited(drawing, svgOf(tab, drawing)),
      png: (drawing) => limited(drawing, pngOf(tab, drawing)),
    });
  });
}

async function svgOf(tab: Tab, drawing: Drawing): Promise<string> {
  const { svg } = await drawn(tab, drawing, true);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${svg}\n`;
}

async function pngOf(tab: Tab, drawing: Drawing): Promise<Uint8Array> {
  const picture = await drawn(tab, drawing, false);
  const width = Math.ceil(picture.width) + 2 * margin;
  const height = Math.ceil(picture.height) + 2 * margin;
  const deviceScaleFactor = Math.min(density, largestSide / Math.max(width, height));
  await tab.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor, mobile: false });
  const shot = { format: "png", clip: { x: 0, y: 0, width, height, scale: 1 } };
  const { data } = await tab.send<{ data: string }>("Page.captureScreenshot", shot);
  return Buffer.from(data, "base64");
}

async function drawn(
  tab: Tab,
  { kind, title, text }: Drawing,
  isPlain: boolean,
): Promise<Exclude<Drawn, { refused: string }>> {
  const order = { id: `millrace-${kind}`, text, configuration: mermaidConfig, margin, isPlain };
  const picture = await tab.evaluate<Drawn>(drawingExpression(order));
  if ("refused" in picture) throw fail("RENDERING_REFUSED", { title, kind, reason: picture.refused });
  return picture;
}
