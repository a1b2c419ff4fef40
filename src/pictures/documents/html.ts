import { mermaidBundle } from "../rendering/mermaid-bundle.ts";
import { pagePolicy, scriptData } from "../rendering/sealed-page.ts";
import { mermaidConfig } from "../rendering/theme.ts";
import type { Block, Document } from "./document.ts";
import { htmlBlocks } from "./html-blocks.ts";
import { documentScript } from "./html-script.ts";
import { documentStyle } from "./html-style.ts";
import { htmlText, htmlWords } from "./html-words.ts";

/**
 * A document as one file that opens without a network: its policy lets its own scripts run and nothing be fetched, whatever
 * names it holds. Without scripts it can be read all the same, its diagrams as their texts.
 * @throws RENDERING_MERMAID_MISSING
 */
export function htmlDocument({ title, kind, lead, sections }: Document): string {
  const hasDiagrams = sections.some(({ blocks }) => blocks.some(holdsDiagram));
  const scripts = hasDiagrams ? [mermaidBundle(), documentScript] : [];
  const contents = sections.map(({ id, title }) => `<li><a href="#${id}">${htmlText(title)}</a></li>`).join("");
  const body = sections.map(
    ({ id, title, blocks }) => `<section id="${id}">\n<h2>${htmlText(title)}</h2>\n${htmlBlocks(blocks)}\n</section>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="${pagePolicy(scripts)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Millrace">
<title>${htmlText(`${title} (${kind.toLowerCase()})`)}</title>
<style>${documentStyle}</style>
</head>
<body>
<nav aria-label="Contents"><ol>${contents}</ol></nav>
<main>
<header><p class="kind">${htmlText(kind)}</p><h1>${htmlText(title)}</h1><p class="lead">${htmlWords(lead)}</p></header>
${body.join("\n")}
</main>
<script type="application/json" id="configuration">${scriptData(mermaidConfig)}</script>
${scripts.map((script) => `<script>${script}</script>`).join("\n")}
</body>
</html>
`;
}

function holdsDiagram(block: Block): boolean {
  return block.kind === "diagram" || (block.kind === "details" && block.blocks.some(holdsDiagram));
}
