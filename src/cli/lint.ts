import { dirname, resolve } from "node:path";
import pc from "picocolors";
import { lintDeclaration } from "../run/index.ts";
import { describeFinding, type Finding, loadWorkflow } from "../workflow/index.ts";
import type { Command } from "./command.ts";
import { inspectData } from "./inspect-data.ts";

export const lintCommand: Command = {
  name: "lint",
  summary: "Check a workflow against its data, and do nothing else",
  arguments: [{ name: "[file]", summary: "the workflow file, or its folder (default: here)" }],
  options: [],
  examples: [
    { line: "millrace lint", does: "every fault with its line and its fix; exit code 2 if there is one" },
    { line: "millrace lint churn.workflow.ts --json", does: "the findings for an editor or CI" },
  ],
  async run({ args, terminal }) {
    const loaded = await loadWorkflow(resolve(terminal.workingFolder, args[0] ?? "."));
    const plain = lintDeclaration(loaded);
    // A declaration that is at fault in itself may not even say which data is meant.
    const sound = plain.every((finding) => finding.severity !== "error");
    const findings = sound ? lintDeclaration(loaded, await columnsOf(loaded)) : plain;
    const faulty = findings.some((finding) => finding.severity === "error");
    return {
      exitCode: faulty ? 2 : 0,
      json: { file: loaded.file, findings },
      text: [...findings.flatMap(linesOf), closing(findings)].join("\n"),
    };
  },
};

async function columnsOf({ workflow, file }: Awaited<ReturnType<typeof loadWorkflow>>) {
  const { manifest } = await inspectData(workflow.data, dirname(file));
  return Object.fromEntries(manifest.columns.map(({ name, kind }) => [name, kind]));
}

function linesOf(finding: Finding): string[] {
  const mark = finding.severity === "error" ? pc.red("error") : pc.yellow("warning");
  return [`${mark} ${describeFinding(finding)} ${pc.dim(`(${finding.rule})`)}`, pc.dim(`  fix: ${finding.fix}`)];
}

function closing(findings: readonly Finding[]): string {
  if (findings.length === 0) return "Nothing to mend.";
  const errors = findings.filter((finding) => finding.severity === "error").length;
  const warnings = findings.length - errors;
  const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;
  return `${counted(errors, "error")}, ${counted(warnings, "warning")}`;
}
