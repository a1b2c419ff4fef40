import { findDiagram } from "../../diagrams/index.ts";
import type { Subject, View } from "../../subject.ts";
import { type Document, fixed, link, paragraph, type Section, section } from "../document.ts";
import { picturesOf } from "../picture-block.ts";
import type { DocsPage } from "./page.ts";

/** Every diagram of what is declared. */
export const diagramsPage: DocsPage = {
  file: "diagrams.md",
  summary: "the workflow as declared, in every kind of picture",
  shows: "declaration",
  draw: ({ subject }) => ({
    kind: "Diagrams",
    title: `${subject.name}: diagrams`,
    lead: ["Drawn from the declaration. What has happened is drawn in ", link("happened.md", "happened.md"), "."],
    sections: sectionsOf({ ...subject, run: null, life: null }, ["declaration"]),
  }),
};

/** Every diagram of the newest run, and of the model's life. */
export const happenedPage: DocsPage = {
  file: "happened.md",
  summary: "the newest run and the model's life, in every kind of picture",
  shows: "history",
  draw: ({ subject }): Document => {
    const { run } = subject;
    return {
      kind: "Diagrams",
      title: `${subject.name}: what happened`,
      lead:
        run === null
          ? "Nothing so far: no run is known here."
          : ["Drawn from the log: the run ", fixed(run.story.row.id), " and all that went before."],
      sections:
        run === null
          ? [section("none", "No run yet", [paragraph("The first run draws this page.")])!]
          : sectionsOf(subject, ["run", "life"]),
    };
  },
};

function sectionsOf(subject: Subject, views: readonly View[]): Section[] {
  const suffix: Readonly<Record<View, string>> = { declaration: "", run: " of the run", life: " of its life" };
  return views.flatMap((view) =>
    picturesOf(subject, view).map(
      ({ kind, blocks }) => section(`${kind}-${view}`, `${findDiagram(kind).title}${suffix[view]}`, blocks)!,
    ),
  );
}
