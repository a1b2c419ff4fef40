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
          code(name === "method" ? searchTable.map((method) => JSON.stringify(method.name)).join(" | ") : type),
          defaultOf(name),
          doc,
        ]),
      ),
      "# Methods",
      table(
        ["method", "meaning", "learns from results", "trials on part of the data"],
        searchTable.map(({ name, summary, adaptive, fidelity }) => [
          code(JSON.stringify(name)),
          summary,
          adaptive ? "yes: in rounds of 8" : "no",
          fidelity === "partial" ? "yes" : "no",
        ]),
      ),
      "# Ranges",
      "For `space`, like `gradientBoosting({}, { space: { learningRate: logUniform(0.01, 0.3) } })`.",
      'A range with `when` is conditional: `depth: integer(2, 8, { when: { growth: "depthWise" } })` is searched only where the same ' +
        "space gave `growth` that value; elsewhere the estimator's default is used. A list allows several values " +
        "(`{ depth: [1, 2] }`), and of several parameters all must fit.",
      ...["uniform", "logUniform", "integer", "choice"].map((name) => builderSection("src/ml/search/space.ts", name)),
    ),
};

function defaultOf(name: string): string {
  const value = (defaultSearch as unknown as Readonly<Record<string, unknown>>)[name];
  return value === undefined ? "" : code(JSON.stringify(value));
}
