import type { Block, Table } from "./document.ts";
import { htmlPlot } from "./html-plot.ts";
import { htmlText, htmlWords } from "./html-words.ts";

/** Blocks as HTML. A diagram is its text until the page's script has drawn it, so nothing is lost where no script runs. */
export function htmlBlocks(blocks: readonly Block[]): string {
  const made: string[] = [];
  for (let i = 0; i < blocks.length; i++) {
    const block = blocks[i]!;
    if (block.kind !== "plot") made.push(htmlBlock(block));
    else {
      // Curves stand side by side.
      let end = i;
      while (blocks[end + 1]?.kind === "plot") end++;
      const plots = blocks.slice(i, end + 1).map((one) => (one.kind === "plot" ? htmlPlot(one) : ""));
      made.push(`<div class="plots">${plots.join("")}</div>`);
      i = end;
    }
  }
  return made.join("\n");
}

function htmlBlock(block: Exclude<Block, { kind: "plot" }>): string {
  switch (block.kind) {
    case "paragraph":
      return `<p>${htmlWords(block.text)}</p>`;
    case "heading":
      return `<h3>${htmlText(block.text)}</h3>`;
    case "list": {
      const tag = block.ordered === true ? "ol" : "ul";
      return `<${tag}>${block.items.map((item) => `<li>${htmlWords(item)}</li>`).join("")}</${tag}>`;
    }
    case "facts":
      return `<dl>${block.facts.map(([label, text]) => `<dt>${htmlText(label)}</dt><dd>${htmlWords(text)}</dd>`).join("")}</dl>`;
    case "tiles":
      return tiles(block.tiles);
    case "table":
      return htmlTable(block);
    case "code":
      return `<pre class="code"><code>${block.text.split("\n").map(htmlText).join("\n")}</code></pre>`;
    case "diagram":
      return `<figure class="diagram" data-kind="${block.drawing.kind}" data-title="${htmlText(block.drawing.title)}"><pre>${block.drawing.text.split("\n").map(htmlText).join("\n")}</pre><figcaption>${htmlText(block.caption)}</figcaption></figure>`;
    case "callout":
      return `<aside class="callout ${block.tone}"><p>${htmlWords(block.text)}</p></aside>`;
    case "details":
      return `<details><summary>${htmlText(block.summary)}</summary>${htmlBlocks(block.blocks)}</details>`;
  }
}

function tiles(all: Extract<Block, { kind: "tiles" }>["tiles"]): string {
  const made = all.map(
    ({ label, value, note, tone }) =>
      `<div class="tile ${tone}"><span class="label">${htmlText(label)}</span><span class="value">${htmlText(value)}</span><span class="note">${htmlText(note)}</span></div>`,
  );
  return `<div class="tiles">${made.join("")}</div>`;
}

function htmlTable({ columns, rows, caption }: Table): string {
  const side = (i: number): string => (columns[i]?.align === "right" ? ' class="number"' : "");
  const head = columns.map(({ title }, i) => `<th scope="col"${side(i)}>${htmlText(title)}</th>`).join("");
  const body = rows.map((row) => `<tr>${row.map((cell, i) => `<td${side(i)}>${htmlWords(cell)}</td>`).join("")}</tr>`);
  const below = caption === undefined ? "" : `<p class="caption">${htmlText(caption)}</p>`;
  return `<div class="table"><table><thead><tr>${head}</tr></thead><tbody>${body.join("\n")}</tbody></table></div>${below}`;
}
