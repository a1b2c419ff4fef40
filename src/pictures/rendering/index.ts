export type { BrowserEnvironment } from "./chromium.ts";
export { htmlPage, htmlPagePolicy } from "./html-page.ts";
export { type Renderer, type RenderingOptions, withRenderer } from "./render.ts";
