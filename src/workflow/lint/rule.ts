import type { SourceLocation } from "../../errors/index.ts";
import type { ColumnKind, Metric, ParameterTable, SearchMethod, Task } from "../../ml/index.ts";
import type { CandidateFile } from "../candidate-files.ts";
import type { Severity, WorkflowSpec } from "../specs.ts";
import type { Locate } from "./locate.ts";

/** What exists, as far as the linter is told: the tables of rooms that `workflow/` doesn't know. */
export interface LintCatalogue {
  readonly estimators: Readonly<
    Record<string, { readonly tasks: readonly Task[]; readonly parameters?: ParameterTable }>
  >;
  readonly metrics: readonly Pick<Metric, "name" | "tasks" | "greaterIsBetter" | "range">[];
  /** Kinds of checks, gates, splits and sources. */
  readonly checks: readonly string[];
  readonly gates: readonly string[];
  readonly splits: readonly string[];
  readonly formats: readonly string[];
  readonly searchMethods: readonly SearchMethod[];
  /**
   * Columns of the data as it is now, by name, dropped ones left out. Absent: not known yet, and then no rule speaks of
   * columns. Never those of data that has changed since.
   */
  readonly columns?: Readonly<Record<string, ColumnKind>> | undefined;
}

/** What a rule looks at. */
export interface LintInput {
  readonly spec: WorkflowSpec;
  /** What was written, before defaults. */
  readonly declared: Readonly<Record<string, unknown>>;
  readonly catalogue: LintCatalogue;
  /** Foreign models, by the position of their candidate in `spec`. */
  readonly candidateFiles: ReadonlyMap<number, CandidateFile>;
  readonly locate: Locate;
}

/** What a rule found. */
export interface Problem {
  /** What was expected and what came. */
  readonly message: string;
  /** What to do about it. */
  readonly fix: string;
  readonly at: SourceLocation | undefined;
}

/** One row of the table of rules. */
export interface Rule {
  /** kebab-case; what reports and the reference call it. */
  readonly name: string;
  /** error: the workflow must not run; warning: it may, and is told. */
  readonly severity: Severity;
  /** One sentence: what holds in a good workflow. */
  readonly summary: string;
  /** A property of a declaration that breaks the rule, and what is then said (without the place). */
  readonly example: { readonly code: string; readonly message: string };
  check(input: LintInput): Iterable<Problem>;
}

/** A problem with its rule. */
export interface Finding extends Problem {
  readonly rule: string;
  readonly severity: Severity;
}
