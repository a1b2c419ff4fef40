import { readdirSync } from "node:fs";
import { type ErrorEntry, errorTable } from "../../../src/errors/index.ts";
import { code, listed, paragraphs } from "../markdown.ts";
import type { Page } from "../page.ts";
import { exportsOf, nameOf, type SyntaxNode } from "../source/declarations.ts";
import { inRepository } from "../source/root.ts";
import { spokenTexts } from "../source/spoken-text.ts";

interface SpokenError {
  readonly messages: readonly string[];
  readonly fixes: readonly string[];
}

/** Every error, room by room. The anchor of a code is the code in small letters: errors link there. */
export const errorsPage: Page = {
  file: "errors.md",
  title: "Errors",
  summary: "Every error that Millrace raises on purpose: when it happens, what it says, and what to do about it.",
  body() {
    const rooms = roomsOfErrors();
    const links = rooms.map(({ room, codes }) => `[${room}](#${room}-errors) (${codes.size})`);
    return paragraphs(
      'The command line prints `error CODE: message`, then the fix and a link to this page. With `--json`, and over HTTP on Millrace\'s own routes, the same error is `{ "error": { "code", "message", "fix", "docs" } }`. Where the cause stands in your workflow file, the message begins with file and line. `<name>` below is a value that the message fills in, `…` something that it works out.',
      `Rooms: ${listed(links)}.`,
      ...rooms.map(({ room, codes }) =>
        paragraphs(`# ${room} errors`, ...[...codes].map(([name, spoken]) => errorSection(name, spoken))),
      ),
    );
  },
};

function errorSection(name: string, { messages, fixes }: SpokenError): string {
  const row = (errorTable as Readonly<Record<string, ErrorEntry<never>>>)[name]!;
  return paragraphs(
    `## ${name}`,
    row.meaning,
    `HTTP status ${row.status}, exit code ${row.exit}.`,
    messages.map((message) => `> ${escaped(message)}`).join("\n>\n"),
    `**Fix:** ${fixes.map(escaped).join(" Or: ")}`,
  );
}

/** Codes and their texts by room, in the order of the files. */
function roomsOfErrors(): { room: string; codes: Map<string, SpokenError> }[] {
  const folder = inRepository("src/errors");
  return readdirSync(folder)
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .sort()
    .flatMap((file) => {
      const room = file.replace(".ts", "");
      const table = exportsOf(`${folder}/${file}`).get(`${room}Errors`);
      return table === undefined ? [] : [{ room, codes: textsOfTable(table.node["init"] as SyntaxNode) }];
    });
}

function textsOfTable(init: SyntaxNode): Map<string, SpokenError> {
  const object = (init.type === "TSAsExpression" ? init["expression"] : init) as SyntaxNode;
  return new Map(
    (object["properties"] as readonly SyntaxNode[]).map((property) => {
      const [row] = (property["value"] as SyntaxNode)["arguments"] as readonly SyntaxNode[];
      const arrow = (key: string): SyntaxNode =>
        (row!["properties"] as readonly SyntaxNode[]).find((member) => nameOf(member["key"]) === key)![
          "value"
        ] as SyntaxNode;
      return [nameOf(property["key"]), { messages: spokenTexts(arrow("message")), fixes: spokenTexts(arrow("fix")) }];
    }),
  );
}

/** Angle brackets are HTML in Markdown; code stays as it is. */
function escaped(text: string): string {
  return text
    .split("`")
    .map((part, i) => (i % 2 === 1 ? code(part) : part.replace(/[<>*_[\]|]/g, "\\$&")))
    .join("");
}
