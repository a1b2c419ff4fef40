import { marked, type Token, type Tokens } from "marked";
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
  paragraph,
  strong,
  table,
  type Words,
} from "./document.ts";
import { markdownDocument } from "./markdown.ts";
import { plainText } from "./plain-text.ts";

const documentOf = (...blocks: (Block | null)[]): Document => ({
  title: "rides: every gate holds",
  kind: "Run report",
  lead: "Tell riders early",
  sections: [{ id: "one", title: "One", blocks: blocks.filter((block) => block !== null) }],
});

describe("markdownDocument", () => {
  it("writes every sort of block", () => {
    const drawing = { kind: "flowchart", view: "run", title: "rides", text: "flowchart TB\n  a --> b\n" } as const;
    const text = markdownDocument(
      documentOf(
        { kind: "tiles", tiles: [{ label: "Verdict", value: "Every gate holds", note: "2 of 2", tone: "good" }] },
        paragraph(["By ", strong("cost"), " of ", fixed("x|y"), ", see ", link("more", "more.md#one")]),
        heading("A heading"),
        list(["first", ["second, ", mark("open", "open")]]),
        facts([
          ["Metric", [{ kind: "range", estimate: { value: 0.75, low: 0.5, high: 1 }, scale: [0, 1], bound: 0.25 }]],
        ]),
        table(
          ["Column", "Share>"],
          [
            [fixed("a|b"), "1"],
            ["c|d", [{ kind: "bar", share: 0.5, tone: "plain" }]],
          ],
          "Two.",
        ),
        code("sh", "millrace run"),
        callout("bad", "- It failed"),
        { kind: "diagram", drawing, caption: "The way." },
        {
          kind: "plot",
          title: "ROC.",
          x: "fpr",
          y: "tpr",
          marks: "line",
          diagonal: "chance",
          points: [
            { x: 0, y: 0 },
            { x: 1, y: 1 },
          ],
        },
        details("More", [paragraph("Folded.")]),
      ),
    );
    expect(text).toMatchInlineSnapshot(`
      "# rides: every gate holds

      **Run report.** Tell riders early

      ## One

      |  |  |  |
      | --- | --- | --- |
      | Verdict | **✔ Every gate holds** | 2 of 2 |

      By **cost** of \`x|y\`, see [more](more.md#one)

      ### A heading

      - first
      - second, **? open**

      |  |  |
      | --- | --- |
      | **Metric** | \`······┆·····├─────●─────┤\` 0.75 \\[0.5, 1\\] |

      | Column | Share |
      | --- | ---: |
      | \`a\\|b\` | 1 |
      | c\\|d | \`████████········\` |

      *Two.*

      \`\`\`sh
      millrace run
      \`\`\`

      > [!CAUTION]
      > \\- It failed

      \`\`\`mermaid
      flowchart TB
        a --> b
      \`\`\`

      *The way.*

      | fpr | tpr |
      | ---: | ---: |
      | 0.000 | 0.000 |
      | 1.000 | 1.000 |

      *ROC. On the diagonal: chance.*

      <details>
      <summary>More</summary>

      Folded.

      </details>
      "
    `);
  });

  it("keeps a fence longer than any in its text", () => {
    const text = markdownDocument(documentOf(code("sh", "a\n```\n<b>\n````")));
    const [block] = marked.lexer(text).filter((token): token is Tokens.Code => token.type === "code");
    expect(block!.text).toBe("a\n```\n<b>\n````");
  });

  it.each(hostileWords.map((word) => [word]))("shows %j as it is, wherever it stands", (word) => {
    const places: Record<string, Block | null> = {
      paragraph: paragraph(word),
      "paragraph with words around": paragraph(["The ", word, " of it"]),
      item: list([word]),
      heading: heading(word),
      callout: callout("plain", word),
      strong: paragraph(strong(word)),
      code: paragraph(fixed(word)),
      link: paragraph(link(word, "more.md")),
      mark: paragraph(mark(word, "plain")),
      cell: table(["Column"], [[word]]),
      "code in a cell": table(["Column"], [[fixed(word)]]),
      title: table([{ title: word }], [["x"]]),
      caption: table(["Column"], [["x"]], word),
      summary: details(word, [paragraph("x")]),
    };
    for (const [place, block] of Object.entries(places)) {
      const shown = shownIn(block!);
      expect(shown.text, place).toContain(plainText(word).replace(/\s+/g, " ").trim());
      expect(shown.strangers, place).toEqual([]);
    }
  });

  it.each(hostileWords.map((word) => [word]))("keeps a table's cells apart with %j", (word) => {
    const cells: Words[] = [word, fixed(word), strong(word), mark(word, "bad")];
    const tokens = marked.lexer(
      markdownDocument(documentOf(table(["a", "b", "c", "d"], [cells, ["1", "2", "3", "4"]]))),
    );
    const found = tokens.find((token): token is Tokens.Table => token.type === "table")!;
    expect(found.rows.map((row) => row.length)).toEqual([4, 4]);
    expect(found.rows[1]!.map(({ text }) => text)).toEqual(["1", "2", "3", "4"]);
  });
});

/** What a reader sees of a block, and tokens that only a user's text could have made. */
function shownIn(block: Block): { readonly text: string; readonly strangers: readonly string[] } {
  const markdown = markdownDocument(documentOf(block));
  const tokens: Token[] = [];
  marked.walkTokens(marked.lexer(markdown), (token) => void tokens.push(token));
  const strangers = tokens
    .filter(({ type, raw }) => {
      if (type === "html")
        return !/^<\/?details>\n?$|^<summary>[^<>]*<\/summary>\n*$|^<details>\n<summary>[^<>]*<\/summary>\n*$/.test(
          raw,
        );
      if (type === "link") return !raw.endsWith("](more.md)");
      return ["image", "del", "em", "hr", "def"].includes(type) && !(type === "em" && raw.startsWith("*"));
    })
    .map(({ type, raw }) => `${type}: ${raw}`);
  return { text: decoded(marked.parse(markdown, { async: false })), strangers };
}

function decoded(html: string): string {
  return html
    .replace(/<[^>]*>/g, "")
    .replace(/&(?:#(\d+)|lt|gt|quot|amp);/g, (entity, digits?: string) =>
      digits === undefined ? named[entity]! : String.fromCodePoint(Number(digits)),
    )
    .replace(/\s+/g, " ");
}

const named: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&" };
