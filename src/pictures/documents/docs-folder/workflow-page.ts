import { fixed, paragraph, section } from "../document.ts";
import { pictureOf } from "../picture-block.ts";
import { declaredSections } from "./declared-sections.ts";
import type { DocsPage } from "./page.ts";

/** The declaration, explained section by section. */
export const workflowPage: DocsPage = {
  file: "workflow.md",
  summary: "what the workflow file says, section by section in plain words",
  shows: "declaration",
  draw: ({ subject, workflowFile }) => ({
    kind: "The workflow",
    title: `${subject.name}: the workflow`,
    lead: ["What ", fixed(workflowFile), " declares, with defaults filled in, section by section."],
    sections: [
      section("flow", "From data to a model", [
        paragraph("Every way that a run can take, and the ways back."),
        pictureOf(subject, "declaration", "flowchart"),
      ]),
      ...declaredSections.map((draw) => draw(subject.declaration)),
      section("parts", "Its parts", [pictureOf(subject, "declaration", "class")]),
    ].filter((one) => one !== null),
  }),
};
