import { describeExpression } from "../../../ml/index.ts";
import { splitText } from "../../declared-words.ts";
import type { RunView } from "../../subject.ts";
import { count } from "../../words.ts";
import { details, facts, fixed, heading, list, paragraph, type Section, section, table } from "../document.ts";

/** How rows were divided, so that the model is judged on what it hasn't seen. */
export function divided({ story: { split, declaration } }: RunView): Section | null {
  if (split === null) return null;
  return section("split", "How rows were split", [
    facts([
      ["Declared", splitText(declaration)],
      ["Done", split.how],
      ["Training rows", count(split.trainingRows)],
      ["Test rows", `${count(split.testRows)}, touched once, at the end`],
      split.withoutTarget === 0 ? null : ["Without a target", `${count(split.withoutTarget)}, left out`],
    ]),
  ]);
}

const mostRecipeLines = 15;

/** New columns that the declaration makes, and how every column became numbers. */
export function featured({ story: { declaration, recipe } }: RunView): Section | null {
  if (recipe === null) return null;
  const made = Object.entries(declaration.features);
  const lines = recipe;
  return section("features", "How columns became features", [
    ...(made.length === 0 ? [] : [heading("Declared features")]),
    table(
      ["Feature", "Made by"],
      made.map(([name, expression]) => [fixed(name), fixed(describeExpression(expression))]),
    ),
    lines.length === 0 ? null : paragraph("Learned from training rows only; the same bytes run in serving:"),
    list(lines.slice(0, mostRecipeLines)),
    details(`${lines.length - mostRecipeLines} more`, [list(lines.slice(mostRecipeLines))]),
  ]);
}
