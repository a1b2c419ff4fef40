import { gateTable } from "../../../src/evaluation/index.ts";
import { builderSection } from "../builder-section.ts";
import { paragraphs, table } from "../markdown.ts";
import type { Page } from "../page.ts";
import { kebab } from "../source/kebab.ts";

/** Every gate with its builder. */
export const gatesPage: Page = {
  file: "gates.md",
  title: "Gates",
  summary:
    "What `gates` may hold: statements about a model that must hold before a version is registered and an alias moves.",
  body: () =>
    paragraphs(
      "A gate looks at the metric's 95 % interval on the test rows, not at its point alone. It **passes** where the whole interval is on the good side of the bound, **fails** where the whole of it is on the bad side, and says **insufficient evidence** where the bound lies inside. A run passes only if every gate does.",
      table(
        ["gate", "what must hold", "measured here"],
        Object.values(gateTable).map(({ kind, summary, measured }) => [
          `[\`${kind}\`](#${kind.toLowerCase()})`,
          summary,
          measured ? "yes" : "",
        ]),
      ),
      "A gate that is *measured here* depends on this machine: its verdict is never cached and is part of no digest.",
      ...Object.values(gateTable).map(({ kind }) => builderSection(`src/evaluation/gates/${kebab(kind)}.ts`, kind)),
    ),
};
