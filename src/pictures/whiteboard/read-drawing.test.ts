import { describe, expect, it } from "vitest";
import { isMillraceError } from "../../errors/index.ts";
import type { DrawnItem, FlowchartDrawing, SequenceDrawing } from "./drawing.ts";
import { readDrawing } from "./read-drawing.ts";
import { understand } from "./understand.ts";

function sequence(...lines: string[]): SequenceDrawing {
  return readDrawing(["sequenceDiagram", ...lines].join("\n"), "x.mmd") as SequenceDrawing;
}

function flowchart(...lines: string[]): FlowchartDrawing {
  return readDrawing(["flowchart LR", ...lines].join("\n"), "x.mmd") as FlowchartDrawing;
}

function messages(items: readonly DrawnItem[]): string[] {
  return items.flatMap((item) => {
    if (item.type === "block") return item.branches.flatMap((branch) => messages(branch.items));
    return item.type === "note"
      ? []
      : [`${item.line} ${item.from}>${item.to}${item.isReply ? " (reply)" : ""}: ${item.text}`];
  });
}

describe("a sequence diagram", () => {
  it("has every arrow of Mermaid", () => {
    const arrows = ["->", "->>", "-x", "-)", "<<->>", "-|\\", "-\\\\", "-//"];
    const dashed = ["-->", "-->>", "--x", "<<-->>"];
    const lines = [...arrows, ...dashed].map((arrow) => `A${arrow}B: hello`);
    expect(messages(sequence(...lines).items)).toEqual([
      ...arrows.map((_, index) => `${index + 2} A>B: hello`),
      ...dashed.map((_, index) => `${index + 2 + arrows.length} A>B (reply): hello`),
    ]);
  });

  it("has names with blanks and dashes, aliases, people, activation marks, entities and breaks", () => {
    const { participants, items } = sequence(
      'participant DB@{ "type": "database" } as The <b>data</b>#58; base',
      "actor Dana",
      "create participant new one as New",
      "Dana->>+data-source 2: a #59; b &amp; c<br/>d; DB-->>-Dana: done",
      "destroy new one",
    );
    expect(participants.map(({ id, label, line, isPerson }) => [id, label, line, isPerson])).toEqual([
      ["DB", "The data: base", 2, false],
      ["Dana", "Dana", 3, true],
      ["new one", "New", 4, false],
      ["data-source 2", "data-source 2", 5, false],
    ]);
    expect(messages(items)).toEqual(["5 Dana>data-source 2: a ; b & c, d", "5 DB>Dana (reply): done"]);
  });

  it("nests blocks; rect and box only colour", () => {
    const { items, title } = sequence(
      "title: A plan",
      "autonumber 10 5",
      "accDescr {",
      "  anything: alt end",
      "}",
      "box rgb(1,2,3) Team",
      "participant A",
      "end",
      "alt one",
      "rect rgb(0, 0, 0)",
      "loop two",
      "A->>B: in",
      "end",
      "end",
      "else three",
      "par four",
      "A->>B: x",
      "and five",
      "A->>B: y",
      "end",
      "end",
      "critical six",
      "A->>B: z",
      "option seven",
      "Note left of A: n",
      "end",
      "break eight",
      "A->>B: w",
      "end",
    );
    expect(title).toBe("A plan");
    const shape = (all: readonly DrawnItem[]): unknown[] =>
      all.map((item) =>
        item.type === "block"
          ? { [item.kind]: item.branches.map(({ label, line, items: inner }) => [line, label, ...shape(inner)]) }
          : item.text,
      );
    expect(shape(items)).toEqual([
      {
        alt: [
          [10, "one", { loop: [[12, "two", "in"]] }],
          [
            16,
            "three",
            {
              par: [
                [17, "four", "x"],
                [19, "five", "y"],
              ],
            },
          ],
        ],
      },
      {
        critical: [
          [23, "six", "z"],
          [25, "seven", "n"],
        ],
      },
      { break: [[28, "eight", "w"]] },
    ]);
  });

  it("keeps the lines of the file under front matter, directives and comments", () => {
    const text =
      '---\ntitle: "T"\n---\n\n%% a\n%%{init: {\n "theme": "x"\n}}%%\nsequenceDiagram\n%% b\n\nA->>B: train\n';
    const drawing = readDrawing(text, "x.mmd") as SequenceDrawing;
    expect([drawing.title, ...messages(drawing.items)]).toEqual(["T", "12 A>B: train"]);
  });
});

describe("a flowchart", () => {
  it("has every shape", () => {
    const { nodes } = flowchart(
      "a[one] --> b(two) --> c([three]) --> d[[four]] --> e[(five)] --> f((six)) --> g>seven]",
      "h{eight} --- i{{nine}} --- j[/ten/] --- k[\\eleven\\] --- l[/twelve\\] --- m(((thirteen)))",
      'n["four; (teen) --> x"]:::big --> o@{ shape: diam, label: "fif#59;teen" } --> p',
      'q["two',
      'lines"] --> r["`**bold**`"]',
    );
    expect(nodes.map(({ label }) => label).join(" ")).toBe(
      "one two three four five six seven eight nine ten eleven twelve thirteen four; (teen) --> x fif;teen p two lines **bold**",
    );
    expect(nodes.filter(({ isDecision }) => isDecision).map(({ id }) => id)).toEqual(["h", "o"]);
  });

  it("has chains, groups of nodes and every way to label an arrow", () => {
    const { edges } = flowchart(
      "A & B --> C -->|yes| D -- no --> E",
      'E == "thick one" ==> F -. dotted .-> G ~~~ H <--> I x--x J o--o K ---|last| L',
      "K e1@==> M",
      "e1@{ animate: true }",
    );
    expect(edges.map(({ from, to, label, line }) => `${line} ${from}${to} ${label}`.trim())).toEqual([
      "2 AC",
      "2 BC",
      "2 CD yes",
      "2 DE no",
      "3 EF thick one",
      "3 FG dotted",
      "3 GH",
      "3 HI",
      "3 IJ",
      "3 JK",
      "3 KL last",
      "4 KM",
    ]);
  });

  it("knows subgraphs, and passes over looks and links", () => {
    const { nodes, edges } = flowchart(
      'subgraph one ["The first; part"]',
      "  direction TB",
      "  a --> b",
      "  subgraph inner",
      "    c",
      "  end",
      "end;",
      "one --> d",
      "classDef x fill:#fff,stroke:#000;",
      "class a,b x",
      "style c fill:#f9f",
      "linkStyle 0 stroke:red",
      'click a "https://example.com/;x" _blank',
    );
    expect(nodes.map(({ id, groups }) => `${id}: ${groups.join(" ")}`)).toEqual([
      "a: one",
      "b: one",
      "c: one inner",
      "d: ",
    ]);
    expect(edges.map(({ from, to }) => from + to)).toEqual(["ab", "oned"]);
  });
});

const bad: readonly (readonly [what: string, text: string, message: string])[] = [
  ["nothing", "", "x.mmd:1: A drawing must start with sequenceDiagram, flowchart or graph, this one is empty."],
  [
    "another kind",
    "\ngantt\n a: b",
    'x.mmd:2: A drawing must start with sequenceDiagram, flowchart or graph, got "gantt".',
  ],
  [
    "no diagram at all",
    "hello there",
    'x.mmd:1: A drawing must start with sequenceDiagram, flowchart or graph, got "hello".',
  ],
  [
    "no arrow",
    "sequenceDiagram\nA to B: x",
    'x.mmd:2: Expected a message, a participant, a note or a block, got "A to B: x".',
  ],
  ["no text", "sequenceDiagram\nA->>B", 'x.mmd:2: Expected a colon and a text, got "A->>B".'],
  ["no receiver", "sequenceDiagram\nA->>: x", 'x.mmd:2: Expected a receiver after the arrow, got "A->>: x".'],
  [
    "no end",
    "sequenceDiagram\nalt a\nA->>B: x",
    'x.mmd:2: Expected an "end" for the block "alt" that opens here, got nothing.',
  ],
  ["an end too many", "sequenceDiagram\nA->>B: x\nend", 'x.mmd:3: Expected an open block before it, got "end".'],
  [
    "else in a loop",
    "sequenceDiagram\nalt a\nloop b\nelse c\nend\nend",
    'x.mmd:4: Expected an open block "alt", got "else in the block "loop" of line 3".',
  ],
  ["an odd note", "sequenceDiagram\nNote A: x", 'x.mmd:2: Expected a note, got "Note A: x".'],
  ["an open bracket", "flowchart\nA[one --> B", 'x.mmd:2: Expected "]" after the text of a node, got "[one --> B".'],
  ["open quotes", 'flowchart\nA["one --> B', 'x.mmd:2: Expected a closing ", got ""one --> B".'],
  ["no target", "flowchart\nA -->", "x.mmd:2: Expected a node, got nothing."],
  ["an odd arrow", "flowchart\nA -> B", 'x.mmd:2: Expected an arrow or the end of the line, got "-> B".'],
  [
    "an open label",
    "flowchart\nA -- yes B",
    'x.mmd:2: Expected the end of the arrow after its text, like "-->", got "yes B".',
  ],
  [
    "an open subgraph",
    "flowchart\nsubgraph s\nA --> B",
    'x.mmd:3: Expected an "end" for the subgraph "s" of line 2, got nothing.',
  ],
];

describe("a bad drawing", () => {
  it.each(bad)("with %s is refused with its line", (_, text, message) => {
    expect(() => readDrawing(text, "x.mmd")).toThrow(message);
  });

  it("says how to mend it, and what a mistyped word may have meant", () => {
    try {
      readDrawing("sequenceDiagram\nparticpant A", "x.mmd");
      expect.unreachable();
    } catch (error) {
      expect(isMillraceError(error, "DRAWING_LINE_UNREADABLE") && error.fix).toContain('Did you mean "participant"?');
    }
  });
});

describe("a hostile drawing", () => {
  const n = 200_000;
  const hostile: readonly (readonly [string, string])[] = [
    ["blocks without end", `sequenceDiagram\n${"alt a\n".repeat(n / 10)}`],
    ["blocks without start", `sequenceDiagram\n${"end\n".repeat(n / 10)}`],
    ["one endless line", `sequenceDiagram\nA->>B:${" ".repeat(n)}x`],
    ["blanks before no colon", `sequenceDiagram\nA->>B${" ".repeat(n)}`],
    ["dashes", `sequenceDiagram\n${"-".repeat(n)}`],
    ["arrows", `sequenceDiagram\n${"->>".repeat(n / 4)}`],
    ["entities", `sequenceDiagram\nA->>B: ${"#59;&#".repeat(n / 8)}`],
    ["brackets", `flowchart\nA${"[".repeat(n)}`],
    ["one chain", `flowchart\n${"A-->".repeat(n / 5)}A`],
    ["a product", `flowchart\n${"A & ".repeat(n / 10)}A --> ${"B & ".repeat(n / 10)}B`],
    ["open labels", `flowchart\n${"A -- x\n".repeat(n / 10)}`],
    ["subgraphs", `flowchart\n${"subgraph a\n".repeat(n / 20)}`],
    ["fences", "```mermaid\n".repeat(n / 20)],
    ["front matter", `---\n${"a: b\n".repeat(n / 10)}`],
    ["control characters", `sequenceDiagram\nA->>B: train \u0000\u202e\ud800`],
    ["names of objects", "sequenceDiagram\n__proto__->>constructor: train\nflowchart->>toString: validate"],
  ];

  it.each(hostile)("of %s neither hangs nor crashes", (_, text) => {
    const start = performance.now();
    try {
      understand(readDrawing(text, "x.mmd"), "x.mmd");
    } catch (error) {
      expect(isMillraceError(error)).toBe(true);
    }
    expect(performance.now() - start).toBeLessThan(4_000);
  });

  it("that goes on and on is understood, to the last line", () => {
    const { parts } = understand(sequence(..."A->>B: train\n".repeat(20_000).trim().split("\n")), "x.mmd");
    expect(parts.at(-1)?.line).toBe(20_001);
    const ring = Array.from({ length: 5_000 }, (_, i) => `n${i}[train] --> n${(i + 1) % 5_000}`);
    expect(understand(flowchart(...ring), "x.mmd").parts.length).toBeGreaterThanOrEqual(5_000);
  });

  it("of more than a megabyte isn't read", () => {
    expect(() => readDrawing(`sequenceDiagram\n${"x".repeat(1_000_001)}`, "x.mmd")).toThrow(
      "A drawing may have 1,000,000 bytes",
    );
  });
});
