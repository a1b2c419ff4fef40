import { basename, dirname, join, relative, resolve } from "node:path";
import pc from "picocolors";
import { checkDocs, type DocsFault, drawDocs, readDocs, writeDocs } from "../pictures/index.ts";
import { findWorkflowFile } from "../workflow/index.ts";
import { type Answer, type Command, flag, text } from "./command.ts";
import { subjectNamed } from "./diagram-subject.ts";

/** What of the folder isn't as it should be: as a data check that fails. */
const exitOfFaults = 5;

export const docsCommand: Command = {
  name: "docs",
  summary: "Write a workflow's docs as Markdown for the team's own repository, or check that they are up to date",
  arguments: [{ name: "[file]", summary: "the workflow file, or its folder (default: here)" }],
  options: [
    { flags: "--out <dir>", summary: "the folder of the docs (default: docs/millrace beside the workflow file)" },
    { flags: "--check", summary: "write nothing; exit code 5 if a page is stale, missing or changed by hand" },
  ],
  examples: [
    { line: "millrace docs", does: "what the model is for, how it stands, its data, decisions, diagrams and runbook" },
    { line: "millrace docs --check", does: "in CI: the pages are what the declaration says; it needs no home" },
  ],
  async run(invocation): Promise<Answer> {
    const { workingFolder } = invocation.terminal;
    const workflowFile = findWorkflowFile(resolve(workingFolder, invocation.args[0] ?? "."));
    const subject = await subjectNamed(invocation, workflowFile);
    const files = drawDocs(subject, basename(workflowFile));
    const out = text(invocation, "out");
    const folder = out === undefined ? join(dirname(workflowFile), "docs", "millrace") : resolve(workingFolder, out);
    const shown = relative(workingFolder, folder) || ".";
    if (flag(invocation, "check")) {
      const found = await readDocs(
        folder,
        files.map(({ name }) => name),
      );
      return checked(shown, checkDocs(files, found, subject.life !== null), subject.life !== null);
    }
    const changed = await writeDocs(folder, files, invocation.terminal.platform.random);
    const names = files.map(({ name }) => name);
    return {
      exitCode: 0,
      json: { folder: shown, files: names, changed },
      text: [shown, ...names.map((name) => `  ${name}${changed.includes(name) ? "" : pc.dim(" (unchanged)")}`)].join(
        "\n",
      ),
    };
  },
};

function checked(folder: string, faults: readonly DocsFault[], hasHistory: boolean): Answer {
  const held = hasHistory ? "declaration and history" : "declaration; no run is known here, so history is not compared";
  const lines = faults.map(({ file, state, reason }) => `${pc.red(state.padEnd(8))} ${join(folder, file)}: ${reason}`);
  const fix = faults.some(({ state }) => state === "edited" || state === "foreign")
    ? "fix: move what was written by hand into a file of your own, remove the page, then millrace docs"
    : "fix: millrace docs";
  return {
    exitCode: faults.length === 0 ? 0 : exitOfFaults,
    json: { folder, compared: hasHistory ? "declaration and history" : "declaration", faults },
    text: faults.length === 0 ? `${folder} is up to date (${held})` : [...lines, pc.dim(fix)].join("\n"),
  };
}
