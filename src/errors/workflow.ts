import { entry } from "./entry.ts";

/** What can go wrong in `workflow/`. */
export const workflowErrors = {
  WORKFLOW_DECLARATION_INVALID: entry<{ path: string; expected: string; got: string }>({
    status: 400,
    exit: 2,
    meaning: "A value in `defineWorkflow({ ... })` has the wrong type, or one that must be there is absent.",
    message: (d) => `${d.path} must be ${d.expected}, got ${d.got}.`,
    fix: (d) => `Correct ${d.path}; in an editor, hover over it to see what it takes.`,
  }),
  WORKFLOW_NOT_FOUND: entry<{ path: string }>({
    status: 404,
    exit: 2,
    meaning: "There is no workflow file at the path, or none in the folder.",
    message: (d) => `There is no workflow file at ${d.path}.`,
    fix: () => "Name the file (millrace run churn.workflow.ts), or write a first one with `millrace init --data FILE`.",
  }),
  WORKFLOW_AMBIGUOUS: entry<{ folder: string; files: string }>({
    status: 400,
    exit: 2,
    meaning: "A folder holds several workflow files and none is called workflow.ts.",
    message: (d) => `${d.folder} holds several workflow files: ${d.files}.`,
    fix: () => "Name the one that you mean, like `millrace run FILE`.",
  }),
  WORKFLOW_NOT_EXPORTED: entry<{ file: string; got: string }>({
    status: 400,
    exit: 2,
    meaning: "The workflow file's default export isn't what `defineWorkflow` returns.",
    message: (d) => `${d.file} must export a workflow as its default, got ${d.got}.`,
    fix: () => "Write `export default defineWorkflow({ ... })`.",
  }),
  WORKFLOW_LOAD_FAILED: entry<{ file: string; reason: string }>({
    status: 400,
    exit: 2,
    meaning: "The workflow file has a syntax error, imports what isn't there, or throws.",
    message: (d) => `${d.file} could not be loaded: ${d.reason}`,
    fix: () => "Correct the file at that line, then run `millrace lint`.",
  }),
  WORKFLOW_MODEL_UNREADABLE: entry<{ path: string; folder: string; reason: string }>({
    status: 404,
    exit: 2,
    meaning: "The file of a candidate that was made elsewhere, `onnxModel({ file })`, can't be read.",
    message: (d) => `The model "${d.path}" can't be read (looked in ${d.folder}): ${d.reason}.`,
    fix: () => "Paths are relative to the workflow file. Check the name, or give an absolute path.",
  }),
  WORKFLOW_LINT_FAILED: entry<{ findings: readonly { readonly text: string; readonly fix: string }[] }>({
    status: 400,
    exit: 2,
    meaning: "The declaration breaks a rule of `millrace lint`, so nothing was done.",
    message: (d) =>
      d.findings.length === 1
        ? d.findings[0]!.text
        : `The declaration has ${d.findings.length} faults:\n${d.findings.map(({ text }) => `  ${text}`).join("\n")}`,
    fix: (d) =>
      d.findings.length === 1 ? d.findings[0]!.fix : "Mend them one by one; `millrace lint` shows each with its fix.",
  }),
  WORKFLOW_DURATION_INVALID: entry<{ got: string }>({
    status: 400,
    exit: 2,
    meaning: "A duration isn't a number with a unit.",
    message: (d) => `A duration must be a number with a unit (ms, s, m, h, d, w), like "15m" or "1d", got "${d.got}".`,
    fix: () => 'Write "30s", "15m", "2h", "1d" or "1w".',
  }),
} as const;
