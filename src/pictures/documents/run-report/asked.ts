import { describeRole, type PortableSpec, roles } from "../../../workflow/index.ts";
import { judgedBy, roleTitle, searchText, splitText, targetText } from "../../declared-words.ts";
import { metricOf } from "../../metric-of.ts";
import type { RunView, Subject } from "../../subject.ts";
import { count } from "../../words.ts";
import { type Block, facts, fixed, heading, list, type Section, section, table } from "../document.ts";
import { capital, pictureOf } from "../picture-block.ts";

/** What was asked: objective, target, bounds, costs, people and risks. */
export function asked({ story }: RunView, subject: Subject): Section | null {
  const { row, declaration } = story;
  const tags = JSON.parse(row.tags) as string[];
  return section("asked", "What was asked", [
    problemFacts(declaration),
    facts([
      ["Started", row.trigger === "manual" ? "by hand" : row.trigger],
      row.note === null ? null : ["Remark", row.note],
      tags.length === 0 ? null : ["Tags", tags.join(", ")],
    ]),
    ...peopleAndRisks(declaration),
    pictureOf(subject, "declaration", "mindmap"),
  ]);
}

/** The problem as the declaration states it. */
export function problemFacts(declaration: PortableSpec): Block | null {
  const { problem } = declaration;
  const target = targetText(declaration);
  return facts([
    problem.objective === undefined ? null : ["Objective", problem.objective],
    ["Task", problem.task],
    target === null ? null : ["Target", fixed(target)],
    problem.positive === undefined ? null : ["Positive class", fixed(problem.positive)],
    ["Judged by", measures(declaration)],
    problem.costs === undefined
      ? null
      : ["Costs", `a miss ${count(problem.costs.falseNegative)}, a false alarm ${count(problem.costs.falsePositive)}`],
    ["Split", splitText(declaration)],
    ["Search", searchText(declaration)],
    declaration.schedule === undefined ? null : ["Schedule", fixed(declaration.schedule)],
  ]);
}

/** Anomalies that nobody has labelled can be found, but not be measured. */
function measures(declaration: PortableSpec): string {
  const { task, target } = declaration.problem;
  return task === "anomaly" && target === undefined
    ? `nothing: no anomalies are known, so ${metricOf(declaration).label} can't be measured`
    : judgedBy(declaration);
}

/** Who has which role, and what may go wrong. */
export function peopleAndRisks({ problem: { people, risks } }: PortableSpec): (Block | null)[] {
  const named = roles.filter((role) => people[role] !== undefined);
  return [
    ...(named.length === 0 ? [] : [heading("People")]),
    table(
      ["Who", "Role", "What they do"],
      named.map((role) => [people[role]!, capital(roleTitle(role)), describeRole(role)]),
    ),
    ...(risks.length === 0 ? [] : [heading("Risks")]),
    list(risks),
  ];
}
