import { describe, expect, it } from "vitest";
import { hostileWords } from "../../../test/fixtures/hostile-words.ts";
import {
  type Block,
  callout,
  code,
  type Document,
  details,
  facts,
  fixed,
  heading,
  link,
  list,
  mark,
  muted,
  paragraph,
  strong,
  table,
} from "./document.ts";
import { htmlDocument } from "./html.ts";
import { plainText } from "./plain-text.ts";

const documentOf = (title: string, ...blocks: (Block | null)[]): Document => ({
  title,
  kind: "Run report",
  lead: title,
  sections: [{ id: "one", title, blocks: blocks.filter((block) => block !== null) }],
});

const everywhere = (word: string): Document =>
  documentOf(
    word,
    paragraph([word, strong(word), fixed(word), muted(word), mark(word, "good"), link(word, "#one")]),
    heading(word),
    list([word]),
    facts([[word, word]]),
    { kind: "tiles", tiles: [{ label: word, value: word, note: word, tone: "bad" }] },
    table([{ title: word }], [[word]], word),
    code("sh", word),
    callout("open", word),
    { kind: "plot", title: word, x: word, y: word, marks: "points", points: [{ x: 0, y: 1 }], diagonal: word },
    details(word, [paragraph(word)]),
  );

/** Tags and attributes, without what stands between them. */
const markup = (html: string): string[] => [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag);

describe("htmlDocument", () => {
  it.each(hostileWords.map((word) => [word]))("holds %j as text and never as markup", (word) => {
    const html = htmlDocument(everywhere(word));
    const harmless = htmlDocument(everywhere("word"));
    const withoutLabels = (tags: string[]): string[] =>
      tags.map((tag) => tag.replace(/aria-label="[^"]*"/, "").replace(' class="long"', ""));
    expect(withoutLabels(markup(html))).toEqual(withoutLabels(markup(harmless)));
    const shown = html.replace(/&#(\d+);/g, (_, digits: string) => String.fromCodePoint(Number(digits)));
    // In the title, the heading, the contents, and once or more in every block.
    expect(shown.split(plainText(word)).length).toBeGreaterThan(20);
  });

  it("lets nothing be fetched, and only its own scripts run", () => {
    const drawing = { kind: "flowchart", view: "run", title: "</script>", text: "flowchart TB\n  a --> b\n" } as const;
    const html = htmlDocument(documentOf("rides", { kind: "diagram", drawing, caption: "The way" }));
    expect(html).toContain("default-src 'none'");
    expect(html).toMatch(/script-src 'sha256-[^']+' 'sha256-[^']+';/);
    expect(html.match(/<script>/g)).toHaveLength(2);
    const outside = markup(html.replace(/<script>[\s\S]*?<\/script>/g, "")).filter((tag) =>
      /\b(src|href)="(?!#)/.test(tag),
    );
    expect(outside).toEqual([]);
  });

  it("has no script where there is nothing to draw", () => {
    const html = htmlDocument(documentOf("rides", paragraph("Nothing yet")));
    expect(html).not.toContain("<script>");
    expect(html).toContain("script-src 'none'");
  });

  it("draws an interval, its value and the bound on one scale", () => {
    const estimate = { value: 0.5, low: 0.25, high: 0.75 };
    const html = htmlDocument(documentOf("rides", paragraph([{ kind: "range", estimate, scale: [0, 1], bound: 1 }])));
    // 152 points of width, 4 from the edge.
    expect(html).toContain('<line class="span" x1="42.0" x2="118.0" y1="9" y2="9"/><circle cx="80.0" cy="9" r="4"/>');
    expect(html).toContain('<line class="bound" x1="156.0" x2="156.0"');
    expect(html).toContain('<span class="figures">0.5 [0.25, 0.75]</span>');
  });
});
