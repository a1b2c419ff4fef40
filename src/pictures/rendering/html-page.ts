import { type Drawing, findDiagram } from "../diagrams/index.ts";
import { mermaidBundle } from "./mermaid-bundle.ts";
import { type PagePicture, pageScript } from "./page-script.ts";
import { pageStyle } from "./page-style.ts";
import { escapedHtml, pagePolicy, scriptData } from "./sealed-page.ts";
import { mermaidConfig } from "./theme.ts";

function pageScripts(): readonly string[] {
  return [mermaidBundle(), pageScript];
}

/** The policy of {@link htmlPage}'s pages, for who sends one with headers of its own. @throws RENDERING_MERMAID_MISSING */
export function htmlPagePolicy(): string {
  return pagePolicy(pageScripts());
}

/**
 * A page that shows drawings, one at a time, with their texts: one file that needs nothing else and asks no network. Its policy
 * lets its own two scripts run and nothing else, whatever names a drawing holds.
 * @param drawings at least one @throws RENDERING_MERMAID_MISSING
 */
export function htmlPage(drawings: readonly Drawing[]): string {
  const pictures = pagePictures(drawings);
  const scripts = pageScripts();
  const first = pictures[0]!;
  const tabs =
    pictures.length === 1 ? "" : `\n<nav role="tablist" aria-label="Pictures">${pictures.map(tab).join("")}</nav>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="${pagePolicy(scripts)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Millrace">
<title>${escapedHtml(`${first.title} (${first.label})`)}</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<div class="heading"><h1 id="title">${escapedHtml(first.title)}</h1><p id="summary" class="quiet">${escapedHtml(first.summary)}</p></div>
<div class="tools" role="toolbar" aria-label="Picture">${tools}</div>
</header>${tabs}
<main><div id="stage" tabindex="0" aria-live="polite" aria-busy="true"><noscript>The picture is drawn by a script. Its text stands below.</noscript></div></main>
<details><summary>Mermaid text</summary><button type="button" class="copy" data-do="copy">Copy</button><pre id="text">${escapedHtml(first.text)}</pre></details>
<footer><p id="source">${escapedHtml(first.source)}</p></footer>
<script type="application/json" id="pictures">${scriptData(pictures)}</script>
<script type="application/json" id="configuration">${scriptData(mermaidConfig)}</script>
${scripts.map((script) => `<script>${script}</script>`).join("\n")}
</body>
</html>
`;
}

const tools = [
  `<button type="button" class="step" data-do="out" title="Smaller (-)" aria-label="Smaller">&#8722;</button>`,
  `<output id="scale">100 %</output>`,
  `<button type="button" class="step" data-do="in" title="Larger (+)" aria-label="Larger">+</button>`,
  `<button type="button" data-do="fit" title="As wide as the window, or its own size (0)" aria-pressed="true">Fit</button>`,
  `<span class="gap"></span>`,
  `<button type="button" data-do="whole" title="On the whole screen; arrows change the picture (f)">Full screen</button>`,
  `<button type="button" data-do="save" title="As an SVG file">Save SVG</button>`,
].join("");

function pagePictures(drawings: readonly Drawing[]): PagePicture[] {
  return drawings.map(({ kind, title, text }, i) => {
    const nth = drawings.slice(0, i).filter((other) => other.kind === kind).length;
    // Two of a kind, before and after, are told apart by their titles.
    const isOnly = drawings.filter((other) => other.kind === kind).length === 1;
    return {
      id: nth === 0 ? kind : `${kind}-${nth + 1}`,
      label: isOnly ? findDiagram(kind).title : `${findDiagram(kind).title}: ${title}`,
      title,
      summary: findDiagram(kind).summary,
      source: sourceOf(text),
      text,
    };
  });
}

/** The first remark of a drawing says what it was drawn from. */
function sourceOf(text: string): string {
  return /^%% (.*)$/m.exec(text)?.[1] ?? "";
}

function tab({ label }: PagePicture, index: number): string {
  return `<button type="button" role="tab" aria-selected="${index === 0}">${escapedHtml(label)}</button>`;
}
