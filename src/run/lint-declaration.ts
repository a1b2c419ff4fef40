import { checkTable, tableFormats } from "../data/index.ts";
import { fail, type MillraceError } from "../errors/index.ts";
import { gateTable } from "../evaluation/index.ts";
import { type ColumnKind, candidateKinds, metricTable, searchTable } from "../ml/index.ts";
import { splitTable } from "../training/index.ts";
import { describeFinding, type Finding, type LintCatalogue, type LoadedWorkflow, lint } from "../workflow/index.ts";

/**
 * Everything that lint finds in a declaration.
 * @param columns the data's columns as they are now; absent: nothing is said of columns
 */
export function lintDeclaration(
  { defined, file, sourceText, candidateFiles }: LoadedWorkflow,
  columns?: Readonly<Record<string, ColumnKind>>,
): Finding[] {
  const catalogue = {
    estimators: candidateFacts(),
    metrics: metricTable,
    checks: Object.keys(checkTable),
    gates: Object.keys(gateTable),
    splits: Object.keys(splitTable),
    formats: Object.keys(tableFormats),
    searchMethods: searchTable,
    columns,
  };
  return lint(defined, catalogue, { file, sourceText, candidateFiles });
}

/** What candidates there are, by name: of which task, and with which parameters where they have any. */
function candidateFacts(): LintCatalogue["estimators"] {
  return Object.fromEntries(
    candidateKinds.flatMap((kind) =>
      kind.names.map((name) => [
        name,
        { tasks: kind.tasksOf(name), ...(kind.file === undefined ? { parameters: kind.parametersOf(name) } : {}) },
      ]),
    ),
  );
}

/** @throws WORKFLOW_LINT_FAILED where a rule of severity error is broken */
export function requireLintFree(loaded: LoadedWorkflow): void {
  const refusal = lintRefusal(lintDeclaration(loaded));
  if (refusal !== undefined) throw refusal;
}

/** WORKFLOW_LINT_FAILED with every finding of severity error; undefined where there is none. */
export function lintRefusal(findings: readonly Finding[]): MillraceError | undefined {
  const errors = findings.filter((finding) => finding.severity === "error");
  if (errors.length === 0) return undefined;
  return fail("WORKFLOW_LINT_FAILED", {
    findings: errors.map((finding) => ({ text: describeFinding(finding), fix: finding.fix })),
  });
}
