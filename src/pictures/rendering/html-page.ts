import { createHash } from "node:crypto";
import { type DiagramKind, type Drawing, findDiagram } from "../diagrams/index.ts";
import { mermaidBundle } from "./mermaid-bundle.ts";
import { type PagePicture, pageScript } from "./page-script.ts";
import { pageStyle } from "./page-style.ts";
import { mermaidConfig } from "./theme.ts";

/** What the tabs call the pictures. */
const labels: Readonly<Record<DiagramKind, string>> = {
  flowchart: "Flowchart",
  sequence: "Sequence",
  class: "Classes",
  state: "States",
  er: "Entities",
  gantt: "Gantt",
  mindmap: "Mind map",
  timeline: "Timeline",
  gitgraph: "Git graph",
  pie: "Pie",
  requirement: "Requirements",
  xychart: "Chart",
  journey: "Journey",
};

/**
 * A page that shows drawings, one at a time, with their texts: one file that needs nothing else and asks no network. Its policy
 * lets its own two scripts run and nothing else, whatever names a drawing holds.
 * @param drawings at least one @throws RENDERING_MERMAID_MISSING
 */
export function htmlPage(drawings: readonly Drawing[]): string {
  const pictures = pagePictures(drawings);
  const scripts = [mermaidBundle(), pageScript];
  const first = pictures[0]!;
  const tabs =
    pictures.length === 1 ? "" : `\n<nav role="tablist" aria-label="Pictures">${pictures.map(tab).join("")}</nav>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="${policy(scripts)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Millrace">
<title>${escaped(`${first.title} (${first.label})`)}</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<div class="heading"><h1 id="title">${escaped(first.title)}</h1><p id="summary" class="quiet">${escaped(first.summary)}</p></div>
<div class="tools" role="toolbar" aria-label="Picture">${tools}</div>
</header>${tabs}
<main><div id="stage" tabindex="0" aria-live="polite" aria-busy="true"><noscript>The picture is drawn by a script. Its text stands below.</noscript></div></main>
<details><summary>Mermaid text</summary><button type="button" class="copy" data-do="copy">Copy</button><pre id="text">${escaped(first.text)}</pre></details>
<footer><p id="source">${escaped(first.source)}</p></footer>
<script type="application/json" id="pictures">${data(pictures)}</script>
<script type="application/json" id="configuration">${data(mermaidConfig)}</script>
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
      label: isOnly ? labels[kind] : `${labels[kind]}: ${title}`,
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
  return `<button type="button" role="tab" aria-selected="${index === 0}">${escaped(label)}</button>`;
}

function policy(scripts: readonly string[]): string {
  const hashes = scripts.map((script) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`);
  // Mermaid styles what it draws inline; no style of ours can fetch, since nothing may be fetched.
  return `default-src 'none'; script-src ${hashes.join(" ")}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`;
}

/** JSON that stands in a script: no `<` in it, so no text can close the script or open another. */
function data(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
