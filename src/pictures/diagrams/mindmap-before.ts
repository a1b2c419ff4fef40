import { describeExpression } from "../../ml/index.ts";
import { type PortableSpec, roles } from "../../workflow/index.ts";
import { checkResults, type SaidCheck } from "../check-results.ts";
import { checkText, judgedBy, personText, splitText, targetText } from "../declared-words.ts";
import type { Thought } from "../mermaid/mind-map.ts";
import type { RunView } from "../subject.ts";
import { count, counted, figure, folded } from "../words.ts";

/** A branch with one thought a line; of none it says `otherwise`. */
export function branch(name: string, lines: readonly string[], otherwise: string): Thought {
  return { lines: [name], children: (lines.length === 0 ? [otherwise] : lines).map((line) => ({ lines: [line] })) };
}

/** What is asked, by whom, and what may go wrong. */
export function problemBranches(spec: PortableSpec, fold: number): Thought[] {
  const { objective, task, costs, people, risks } = spec.problem;
  const target = targetText(spec);
  const lines = [
    ...(objective === undefined ? [] : [objective]),
    target === null ? task : `${task}: ${target}`,
    judgedBy(spec),
    ...(costs === undefined
      ? []
      : [`a miss costs ${figure(costs.falseNegative)}, a false alarm ${figure(costs.falsePositive)}`]),
  ];
  const named = roles.filter((role) => people[role] !== undefined).map((role) => personText(spec, role));
  return [
    branch("Problem", lines, ""),
    branch("People", named, "nobody is named"),
    branch(
      "Risks",
      folded(risks, fold, (risk) => risk, "risk"),
      "none declared",
    ),
  ];
}

/** What it learns from, and what must hold of that. */
export function dataBranches(spec: PortableSpec, run: RunView | null, fold: number): Thought[] {
  const { path, options } = spec.data;
  const key = options.key === undefined ? [] : [options.key].flat();
  const lines = [
    path,
    ...sizeLines(run),
    ...(options.time === undefined ? [] : [`in order of ${options.time}`]),
    ...(key.length === 0 ? [] : [`a row is known by ${key.join(", ")}`]),
    ...(options.drop === undefined || options.drop.length === 0
      ? []
      : [`without ${folded(options.drop, fold, (name) => name, "column").join(", ")}`]),
    splitText(spec),
  ];
  const features = folded(
    Object.entries(spec.features),
    fold,
    ([name, expression]) => `${name} = ${describeExpression(expression)}`,
    "feature",
  );
  return [
    branch("Data", lines, ""),
    branch("Checks", checkLines(spec, run, fold), "none declared"),
    branch("Features", [...features, ...(run?.story.recipe ?? []).slice(0, fold)], "the columns as they come"),
  ];
}

function sizeLines(run: RunView | null): string[] {
  const manifest = run?.story.manifest;
  if (manifest == null) return [];
  const aside = manifest.rejectedCount === 0 ? [] : [`${counted(manifest.rejectedCount, "row")} set aside`];
  return [`${counted(manifest.rows, "row")}, ${count(manifest.columns.length)} columns`, ...aside];
}

function checkLines(spec: PortableSpec, run: RunView | null, fold: number): string[] {
  const said = run === null ? [] : checkResults(run);
  if (said.length === 0) return folded(spec.checks, fold, checkText, "check");
  // What doesn't hold comes first: it must not be folded away.
  const order: Readonly<Record<SaidCheck["status"], number>> = { failed: 0, warned: 1, passed: 2 };
  const sorted = said.toSorted((a, b) => order[a.status] - order[b.status]);
  const words = { failed: "fails", warned: "warns", passed: "holds" };
  return folded(
    sorted,
    fold,
    ({ check, column, status, message }) => {
      const name = column === null ? check : `${check} ${column}`;
      return status === "passed" ? `${name}: ${words[status]}` : `${name} ${words[status]}: ${message}`;
    },
    "check",
  );
}
