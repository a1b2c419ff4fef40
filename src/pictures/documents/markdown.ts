import type { Block, Document, Plot, Table, Tone } from "./document.ts";
import { htmlText } from "./html-words.ts";
import { escaped, markdownLine, markdownWords } from "./markdown-words.ts";

/** A document as GitHub-flavoured Markdown: diagrams are blocks of mermaid, figures are made of characters. */
export function markdownDocument({ title, kind, lead, sections }: Document): string {
  const head = [`# ${escaped(title).trim()}`, "", `**${escaped(kind)}.** ${markdownWords(lead)}`, ""];
  const body = sections.flatMap(({ title, blocks }) => [`## ${escaped(title)}`, "", ...markdownBlocks(blocks)]);
  return `${[...head, ...body].join("\n").trimEnd()}\n`;
}

/** Blocks, each with an empty line behind it. */
export function markdownBlocks(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => [...blockLines(block), ""]);
}

function blockLines(block: Block): readonly string[] {
  switch (block.kind) {
    case "paragraph":
      return [markdownLine(block.text)];
    case "heading":
      return [`### ${escaped(block.text)}`];
    case "list":
      return block.items.map((item, i) => `${block.ordered === true ? `${i + 1}.` : "-"} ${markdownLine(item)}`);
    case "facts":
      return tableLines({
        kind: "table",
        columns: [{ title: "" }, { title: "" }],
        rows: block.facts.map(([label, text]) => [{ kind: "strong", text: label }, text]),
      });
    case "tiles":
      return tableLines({
        kind: "table",
        columns: [{ title: "" }, { title: "" }, { title: "" }],
        rows: block.tiles.map(({ label, value, note, tone }) => [label, { kind: "mark", text: value, tone }, note]),
      });
    case "table":
      return tableLines(block);
    case "plot":
      return plotLines(block);
    case "code":
      return fenced(block.language, block.text);
    case "diagram":
      return [...fenced("mermaid", block.drawing.text), "", `*${escaped(block.caption)}*`];
    case "callout":
      return [`> [!${alerts[block.tone]}]`, `> ${markdownLine(block.text)}`];
    case "details":
      return [
        "<details>",
        // Markdown isn't read inside of HTML.
        `<summary>${htmlText(block.summary)}</summary>`,
        "",
        ...markdownBlocks(block.blocks),
        "</details>",
      ];
  }
}

/** @see https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#alerts */
const alerts: Readonly<Record<Tone, string>> = { good: "TIP", bad: "CAUTION", open: "WARNING", plain: "NOTE" };

function tableLines({ columns, rows, caption }: Table): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    line(columns.map(({ title }) => escaped(title))),
    line(columns.map(({ align }) => (align === "right" ? "---:" : "---"))),
    ...rows.map((row) => line(row.map((cell) => markdownWords(cell, true)))),
    ...(caption === undefined ? [] : ["", `*${escaped(caption)}*`]),
  ];
}

const mostPlotRows = 11;

function plotLines({ title, x, y, points, diagonal }: Plot): string[] {
  const count = Math.min(mostPlotRows, points.length);
  const shown = Array.from(
    { length: count },
    (_, i) => points[count === 1 ? 0 : Math.round((i * (points.length - 1)) / (count - 1))]!,
  );
  const weighted = shown.some(({ weight }) => weight !== undefined);
  return tableLines({
    kind: "table",
    columns: [x, y, ...(weighted ? ["rows"] : [])].map((name) => ({ title: name, align: "right" })),
    rows: shown.map((point) => [
      point.x.toFixed(3),
      point.y.toFixed(3),
      ...(weighted ? [String(Math.round(point.weight ?? 0))] : []),
    ]),
    caption: diagonal === undefined ? title : `${title} On the diagonal: ${diagonal}.`,
  });
}

/** A block of code whose fence is longer than any in its text. */
function fenced(language: string, text: string): string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return [`${fence}${language}`, ...text.trimEnd().split("\n"), fence];
}
