import { tableFormats } from "../../../src/data/index.ts";
import { defaultMissing } from "../../../src/data/kinds/missing.ts";
import { maxColumns, maxRecordBytes } from "../../../src/data/sources/source.ts";
import { block, code, listed, paragraphs, table } from "../markdown.ts";
import type { Page } from "../page.ts";
import { exportsOf, interfaceMembers } from "../source/declarations.ts";
import { inRepository } from "../source/root.ts";

/** Formats and options of `table()`. */
export const sourcesPage: Page = {
  file: "sources.md",
  title: "Sources",
  summary: "What `data: table(path, options)` reads: formats, options, missing values and the kinds of columns.",
  body: () =>
    paragraphs(
      exportsOf(inRepository("src/data/sources/table.ts")).get("table")!.doc!.text,
      block("ts", 'data: table("birdstrikes.csv", { time: "Flight Date", drop: ["Cost Total $"] })'),
      "# Formats",
      table(
        ["format", "extensions", "gzip", "meaning"],
        Object.values(tableFormats).map(({ name, extensions, gzip, summary }) => [
          code(name),
          extensions.map(code).join(", "),
          gzip ? "yes" : "no",
          summary,
        ]),
      ),
      `At most ${maxColumns.toLocaleString("en-US")} columns; a row of a text file may have ${maxRecordBytes / 1024 / 1024} MiB.`,
      "# Options",
      table(
        ["option", "type", "meaning"],
        interfaceMembers(inRepository("src/workflow/specs.ts"), "TableOptions").map(({ name, type, doc }) => [
          code(name),
          code(type.replace(/\breadonly /g, "")),
          doc,
        ]),
      ),
      "# Missing values",
      `Empty and blank values are always missing. So are ${listed(defaultMissing.map(code))}, unless \`missing\` names others; the word \`None\` is a value.`,
      "# Kinds of columns",
      "Told from the values, explained in the snapshot (`millrace show`), and overridable by `kinds`.",
      table(
        ["kind", "what it is"],
        kinds.map(([kind, meaning]) => [code(kind), meaning]),
      ),
    ),
};

const kinds = [
  ["number", "A quantity."],
  ["boolean", "True or false; yes and no are labels, unless declared so."],
  ["date", "A day or a moment, in UTC."],
  ["category", "One of a set of labels."],
  ["text", "Free text, read word by word."],
  ["id", "Names the row and doesn't describe it: never a feature."],
  ["constant", "The same in every row, or nothing at all."],
] as const;
