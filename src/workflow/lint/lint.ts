import { basename } from "node:path";
import type { CandidateFile } from "../candidate-files.ts";
import type { Workflow } from "../workflow.ts";
import { locateIn } from "./locate.ts";
import type { Finding, LintCatalogue, LintInput } from "./rule.ts";
import { lintRules } from "./rules/index.ts";

/** Where a declaration was read from, so that findings can say the line. */
export interface LintContext {
  /** Absolute path of the workflow file. */
  readonly file: string;
  readonly sourceText: string;
  /** Foreign models, by the position of their candidate. */
  readonly candidateFiles?: ReadonlyMap<number, CandidateFile>;
}

/**
 * Checks a declaration before anything is done: every rule over the whole of it. Findings come by line, then by rule.
 * @param catalogue what exists; without `columns`, no rule speaks of columns
 */
export function lint(workflow: Workflow, catalogue: LintCatalogue, context: LintContext): Finding[] {
  const { spec, declared, at } = workflow;
  const locate = locateIn(context.file, context.sourceText, at);
  const input: LintInput = { spec, declared, catalogue, candidateFiles: context.candidateFiles ?? new Map(), locate };
  const findings = lintRules.flatMap((rule) =>
    [...rule.check(input)].map((problem) => ({ rule: rule.name, severity: rule.severity, ...problem })),
  );
  return findings
    .map((finding, index) => ({ finding, index }))
    .sort((a, b) => (a.finding.at?.line ?? 0) - (b.finding.at?.line ?? 0) || a.index - b.index)
    .map(({ finding }) => finding);
}

/** A finding as people read it: `churn.workflow.ts:14: gate "slice" reads column …`. */
export function describeFinding({ message, at }: Finding): string {
  return at === undefined ? message : `${basename(at.file)}:${at.line}: ${message}`;
}
