import { relative, resolve } from "node:path";
import pc from "picocolors";
import { listNames } from "../errors/index.ts";
import { conform, type Difference, parts } from "../pictures/index.ts";
import { loadWorkflow, portableSpec } from "../workflow/index.ts";
import type { Command } from "./command.ts";
import { openDrawing } from "./open-drawing.ts";

export const conformCommand: Command = {
  name: "conform",
  summary: "Compare what a team drew with what a workflow does",
  arguments: [
    { name: "<drawing>", summary: "a Mermaid sequence diagram or flowchart (.mmd, or .md with a mermaid block)" },
    { name: "[file]", summary: "the workflow file, or its folder (default: here)" },
  ],
  options: [],
  examples: [
    {
      line: "millrace conform pipeline.mmd",
      does: "every difference with its line and its fix; exit code 5 if there is one",
    },
    { line: "millrace conform pipeline.mmd churn.workflow.ts --json", does: "the differences for CI" },
  ],
  async run({ args, terminal }) {
    const drawing = args[0]!;
    const sketch = await openDrawing(terminal.workingFolder, drawing);
    const loaded = await loadWorkflow(resolve(terminal.workingFolder, args[1] ?? "."));
    const { conforms, differences } = conform(sketch, portableSpec(loaded.workflow));
    const shown = relative(terminal.workingFolder, loaded.file) || loaded.file;
    return {
      exitCode: conforms ? 0 : 5,
      json: { drawing, workflow: loaded.file, conforms, differences },
      text: [
        ...differences.filter((one) => !isOwn(one)).flatMap((one) => linesOf(one, drawing)),
        ...ownLines(differences.filter(isOwn)),
        closing(differences, drawing, shown),
      ].join("\n"),
    };
  },
};

/** What Millrace does for every workflow may be left out of a drawing: one line names it all. */
function isOwn({ severity, kind }: Difference): boolean {
  return severity === "remark" && kind === "in the workflow, not drawn";
}

function ownLines(own: readonly Difference[]): string[] {
  const names = own.map(({ part }) => (part === null ? "" : parts[part].what));
  return names.length === 0
    ? []
    : [`${pc.dim("remark")} The workflow also does what isn't drawn: ${listNames(names, 20)}.`];
}

function linesOf({ severity, kind, line, message, fix }: Difference, drawing: string): string[] {
  const mark = severity === "difference" ? pc.red("difference") : pc.dim("remark");
  const place = line === null ? drawing : `${drawing}:${line}`;
  return [`${mark} ${place}: ${kind}. ${message}`, pc.dim(`  fix: ${fix}`)];
}

function closing(differences: readonly Difference[], drawing: string, workflow: string): string {
  const count = differences.filter(({ severity }) => severity === "difference").length;
  const remarks = differences.length - count;
  const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;
  const beside = remarks === 0 ? "" : ` (${counted(remarks, "remark")})`;
  if (count === 0) return `${drawing} conforms with ${workflow}${beside}.`;
  return `${drawing} does not conform with ${workflow}: ${counted(count, "difference")}${beside}.`;
}
