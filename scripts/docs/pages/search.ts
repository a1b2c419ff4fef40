import { searchTable } from "../../../src/ml/index.ts";
import { defaultSearch } from "../../../src/workflow/defaults.ts";
import { builderSection } from "../builder-section.ts";
import { code, paragraphs, table } from "../markdown.ts";
import type { Page } from "../page.ts";
import { interfaceMembers } from "../source/declarations.ts";
import { inRepository } from "../source/root.ts";

/** Search methods, options and ranges. */
export const searchPage: Page = {
  file: "search.md",
  title: "Search",
  summary:
    "How hyper-parameters are searched: `search` of a declaration, and the ranges that a candidate's `space` may hold.",
  body: () =>
    paragraphs(
      "# Options",
      table(
        ["option", "type", "default", "meaning"],
        interfaceMembers(inRepository("src/workflow/specs.ts"), "SearchSpec").map(({ name, type, doc }) => [
          code(`search.${name}`),
          code(type),
          defaultOf(name),
          doc,
        ]),
      ),
      "# Methods",
      table(
        ["method", "meaning"],
        searchTable.map(({ name, summary }) => [code(JSON.stringify(name)), summary]),
      ),
      "# Ranges",
      "For `space`, like `gradientBoosting({}, { space: { learningRate: logUniform(0.01, 0.3) } })`.",
      ...["uniform", "logUniform", "integer", "choice"].map((name) => builderSection("src/ml/search/space.ts", name)),
    ),
};

function defaultOf(name: string): string {
  const value = (defaultSearch as unknown as Readonly<Record<string, unknown>>)[name];
  return value === undefined ? "" : code(JSON.stringify(value));
}
