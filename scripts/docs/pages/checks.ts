import { checkTable } from "../../../src/data/index.ts";
import { builderSection } from "../builder-section.ts";
import { paragraphs, table } from "../markdown.ts";
import type { Page } from "../page.ts";
import { kebab } from "../source/kebab.ts";

/** Every check with its builder. */
export const checksPage: Page = {
  file: "checks.md",
  title: "Checks",
  summary: "What `checks` may hold: statements about the data that must hold before anything is trained.",
  body: () =>
    paragraphs(
      'A check of severity `"error"` (the default) that fails stops the run with exit code 5, and the rows at fault are kept aside with their numbers and reasons; one of severity `"warning"` is reported. Without `checks`, only `noTargetLeak` looks, as a warning.',
      table(
        ["check", "what must hold"],
        Object.values(checkTable).map(({ kind, summary }) => [`[\`${kind}\`](#${kind.toLowerCase()})`, summary]),
      ),
      ...Object.values(checkTable).map(({ kind }) => builderSection(`src/data/checks/${kebab(kind)}.ts`, kind)),
    ),
};
