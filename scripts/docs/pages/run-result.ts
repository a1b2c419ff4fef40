import { metricTable } from "../../../src/ml/index.ts";
import { stepTypes } from "../../../src/run/steps/index.ts";
import { code, listed, paragraphs, table } from "../markdown.ts";
import type { Page } from "../page.ts";
import { exportsOf, interfaceMembers } from "../source/declarations.ts";
import { inRepository } from "../source/root.ts";

const file = inRepository("src/run/run-result.ts");

/** The object that `millrace run --json` prints. */
export const runResultPage: Page = {
  file: "run-result.md",
  title: "The result of a run",
  summary: "The one JSON object that `millrace run --json` prints on stdout; its log goes to stderr.",
  body: () =>
    paragraphs(
      'A run that could not be carried out, or whose data fails a check, prints `{ "error": { "code", "message", "fix", "docs" } }` in its place; see [errors](errors.md). The [exit code](cli.md#exit-codes) tells the two apart, and the verdicts.',
      "# RunResult",
      exportsOf(file).get("RunResult")!.doc!.text,
      membersOf("RunResult"),
      "# LeaderboardEntry",
      membersOf("LeaderboardEntry"),
      "# StepSummary",
      membersOf("StepSummary"),
      `Steps, in order: ${listed(stepTypes.map(({ name }) => code(name)))}.`,
      "# Metrics",
      "`metrics` holds those of the task, each `{ value, low, high }` on test rows with a 95 % interval; `null` where a number isn't defined.",
      table(
        ["name", "tasks"],
        metricTable.map(({ name, tasks }) => [`[\`${name}\`](metrics.md#${name.toLowerCase()})`, tasks.join(", ")]),
      ),
    ),
};

function membersOf(name: string): string {
  return table(
    ["member", "type", "meaning"],
    interfaceMembers(file, name).map((member) => [
      code(member.name),
      code(member.type.replace(/\breadonly /g, "")),
      member.doc,
    ]),
  );
}
