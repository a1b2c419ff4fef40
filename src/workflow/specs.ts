import type { SourceLocation } from "../errors/index.ts";
import type { ColumnKind, Expression, ParameterValue, ParameterValues, SearchMethodName, Task } from "../ml/index.ts";

/**
 * Plain specs: what builders (`table`, `nulls`, `byTime`, `meetsMinimum`) return and `workflow/` understands. Each names
 * its implementation by `kind`, the key in that room's table. `at` is where the builder was called; it never enters a digest.
 */
export interface Located {
  readonly at?: SourceLocation | undefined;
}

/** Columns by name with their kinds, as far as they are known when the file is written. */
export type ColumnKinds = Readonly<Record<string, ColumnKind>>;

/**
 * Where rows come from. `kind` is a key of `data/sources`. `Kinds` are the columns that the editor may count on; the
 * default means that nothing is known, so every name is allowed.
 */
export interface SourceSpec<Kinds extends ColumnKinds = ColumnKinds> extends Located {
  /** Never set: carries `Kinds`. */
  readonly columnKinds?: Kinds;
  readonly kind: string;
  /** A path or glob relative to the workflow file, or what the kind needs. */
  readonly path: string;
  readonly options: TableOptions;
}

/** Options of `table(path, options)`. */
export interface TableOptions {
  /** A format's name; inferred from the extension if absent. */
  readonly format?: string;
  /** CSV: the separator; told from the file if absent. */
  readonly delimiter?: string;
  /** CSV: the decimal mark. Default ".". */
  readonly decimal?: "." | ",";
  /** CSV: the encoding of the file. Default UTF-8; a byte order mark is believed. */
  readonly encoding?: "utf-8" | "utf-16" | "latin-1";
  /** CSV: rows whose number of fields isn't the header's refuse the file (default), or are set aside and counted. */
  readonly badRows?: "refuse" | "set-aside";
  /** How dates like 03/04/2024 are meant where the values don't tell. Default: month first with "/", day first with "." and "-". */
  readonly dates?: "day-first" | "month-first";
  /** Texts that mean "missing", in place of the default list; per column or for all. */
  readonly missing?: readonly string[] | Readonly<Record<string, readonly string[]>>;
  /** Columns that are not read at all (leaks, free remarks). */
  readonly drop?: readonly string[];
  /** Kinds that inference would get wrong. */
  readonly kinds?: Readonly<Record<string, ColumnKind>>;
  /** The column that orders rows in time. */
  readonly time?: string;
  /** The column (or columns) that identify a row. */
  readonly key?: string | readonly string[];
}

export type Severity = "error" | "warning";

/** A data-quality check. `kind` is a key of `data/checks`. `Column` is the column that it reads; never: it reads the whole table. */
export interface CheckSpec<Column extends string = string> extends Located {
  readonly kind: string;
  readonly column?: Column | undefined;
  readonly params: Readonly<Record<string, ParameterValue | readonly ParameterValue[]>>;
  /** A failed "error" stops the run; a "warning" is reported. Default "error". */
  readonly severity: Severity;
}

/**
 * What may become the model: an estimator, or a model that was made elsewhere. `name` finds it, `params` are flat, so that both go through
 * JSON. `T` are the tasks that it can do.
 */
export interface CandidateSpec<T extends Task = never> extends Located {
  /** Never set: carries `T` as a function's parameter, so that what does more tasks fits where fewer are asked. */
  readonly canDo?: (task: T) => void;
  readonly name: string;
  /** Only what was declared. */
  readonly params: ParameterValues;
  /** A declared search space; undefined means the estimator's default one. */
  readonly space?: Readonly<Record<string, unknown>>;
}

export type SplitKind = "random" | "stratified" | "group" | "time";

/** How rows are divided into training and test rows. `kind` is a key of `training/splits`. */
export interface SplitSpec<Column extends string = string, Kind extends SplitKind = SplitKind> extends Located {
  readonly kind: Kind;
  /** Share of rows kept for the test, 0..1. */
  readonly test: number;
  /** group: the column whose values stay together; time: the column that orders rows (default: the table's `time`). */
  readonly column?: Column | undefined;
}

export interface SearchSpec extends Located {
  /** How settings are proposed. */
  readonly method: SearchMethodName;
  /** Settings tried over all candidates together. */
  readonly trials: number;
  /** Rounds of the cross-validation by which a setting is scored. */
  readonly folds: number;
  /** Stop starting trials after this long; the trials made are recorded, and `reproduce` replays them. */
  readonly maxMinutes?: number | undefined;
  /** Stop after this many trials in a row without a better score. */
  readonly patience?: number | undefined;
}

/**
 * A statement about metrics that must hold before an alias moves. `kind` is a key of `evaluation/gates`.
 * `Column` is the column that it reads (never: none).
 */
export interface GateSpec<Column extends string = string> extends Located {
  /** Never set: carries `Column`. */
  readonly readsColumn?: Column;
  readonly kind: string;
  readonly params: Readonly<Record<string, ParameterValue>>;
}

export interface PeopleSpec {
  readonly decisionMaker?: string;
  readonly gatekeeper?: string;
  readonly onCall?: string;
  readonly stakeholder?: string;
  readonly domainExpert?: string;
  readonly dataScientist?: string;
  readonly dataEngineer?: string;
  readonly devOps?: string;
}

export interface CostsSpec {
  /** Money per missed positive. */
  readonly falseNegative: number;
  /** Money per false alarm. */
  readonly falsePositive: number;
}

export type DeclaredTask = "classification" | "regression" | "clustering" | "anomaly";

export interface ProblemSpec {
  readonly objective?: string | undefined;
  readonly task: DeclaredTask;
  /** Absent for clustering; for anomaly detection a label, if there is one, is used only to evaluate. */
  readonly target?: Expression | undefined;
  /** The label of a binary target that counts as positive. Default: told from the labels (see `positiveClass`). */
  readonly positive?: string | undefined;
  /** Name of the metric that ranks candidates and that gates speak of; defaulted by task. */
  readonly metric: string;
  readonly minimum?: number | undefined;
  readonly goal?: number | undefined;
  readonly costs?: CostsSpec | undefined;
  readonly people: PeopleSpec;
  readonly risks: readonly string[];
}

/** After the gates: how a version goes live. Absent: it becomes champion at once. */
export interface RolloutSpec {
  readonly shadow?: string;
  /** The role that must approve before the version serves. */
  readonly approval?: keyof PeopleSpec;
  /** Percent of traffic, step by step. */
  readonly canary?: readonly number[];
}

export interface MonitorSpec {
  readonly window: string;
  readonly labels?: { readonly delay: string };
}

/** A whole declaration, every section present, defaults filled in: what the other rooms read. */
export interface WorkflowSpec {
  readonly name: string;
  readonly problem: ProblemSpec;
  readonly data: SourceSpec;
  readonly checks: readonly CheckSpec[];
  readonly features: Readonly<Record<string, Expression>>;
  readonly split: SplitSpec;
  readonly candidates: readonly CandidateSpec[];
  readonly search: SearchSpec;
  readonly gates: readonly GateSpec[];
  readonly rollout?: RolloutSpec | undefined;
  readonly monitor?: MonitorSpec | undefined;
  readonly schedule?: string | undefined;
  readonly seed: number;
}
