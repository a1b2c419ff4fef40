import { diagramTable } from "../../../src/pictures/index.ts";
import { paragraphs, table } from "../markdown.ts";
import type { Page } from "../page.ts";

const views = { declaration: "the declaration", run: "a run", life: "a model's life" } as const;

/** Every diagram with what it can be drawn of. */
export const diagramsPage: Page = {
  file: "diagrams.md",
  title: "Diagrams",
  summary: "What `millrace diagram` draws, of which subject, and the sides that some of them have.",
  body: () =>
    paragraphs(
      "Each is Mermaid's text. Its title and its first comment say what it was drawn from. A diagram that can't be drawn of what was asked for is drawn of the first thing in its column *of*, and says so.",
      table(
        ["diagram", "what it shows", "of"],
        diagramTable.map(({ kind, summary, of }) => [
          `\`${kind}\``,
          summary,
          (Object.keys(of) as (keyof typeof views)[]).map((view) => views[view]).join(", "),
        ]),
      ),
      "## Sides",
      "`--of` picks one; the first is drawn where none is named.",
      table(
        ["diagram", "`--of`", "what it shows"],
        diagramTable.flatMap(({ kind, aspects = {} }) =>
          Object.entries(aspects).map(([name, summary]) => [`\`${kind}\``, `\`${name}\``, summary]),
        ),
      ),
    ),
};
