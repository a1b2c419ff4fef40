import type { BuiltExpression, Columns } from "../ml/index.ts";
import type {
  CandidateSpec,
  CheckSpec,
  ColumnKinds,
  CostsSpec,
  DeclaredTask,
  GateSpec,
  MonitorSpec,
  PeopleSpec,
  RolloutSpec,
  SearchSpec,
  SourceSpec,
  SplitSpec,
} from "./specs.ts";
import type { ColumnName } from "./table-types.ts";
import type { EstimatorTasks, MetricsByTask, SplitsByTask } from "./task-types.ts";

/** A column's name, or an expression over columns. */
export type TargetDeclaration<Kinds extends ColumnKinds> = ColumnName<Kinds> | ((c: Columns<Kinds>) => BuiltExpression);

interface AnyProblem<Metric extends string> {
  /** What it is for, in the stakeholders' words. */
  readonly objective?: string;
  /** Ranks candidates; gates, canary guard and alert bands speak of it. */
  readonly metric?: Metric;
  /** The worst acceptable value of the metric. */
  readonly minimum?: number;
  /** The value to reach; between minimum and goal the model is retrained. */
  readonly goal?: number;
  readonly people?: PeopleSpec;
  readonly risks?: readonly string[];
}

/** The problem, task by task: what one task needs, another refuses. */
export interface ProblemsByTask<Kinds extends ColumnKinds> {
  readonly classification: AnyProblem<MetricsByTask["classification"]> & {
    readonly target: TargetDeclaration<Kinds>;
    /** The label that counts as positive. Default: told from the labels. */
    readonly positive?: string;
    /** Money per error: picks the threshold. */
    readonly costs?: CostsSpec;
  };
  readonly regression: AnyProblem<MetricsByTask["regression"]> & { readonly target: TargetDeclaration<Kinds> };
  readonly clustering: AnyProblem<MetricsByTask["clustering"]>;
  readonly anomaly: AnyProblem<MetricsByTask["anomaly"]> & {
    /** Known anomalies, if there are labels: used only to evaluate. */
    readonly target?: TargetDeclaration<Kinds>;
    readonly positive?: string;
  };
}

/** What `defineWorkflow` takes. `T` is the task (default: classification), `Kinds` the columns that are known. */
export interface Declaration<T extends DeclaredTask, Kinds extends ColumnKinds> {
  /** Lower-case words joined by "-": the name of the model that it makes. */
  readonly name: string;
  readonly problem: { readonly task?: T } & ProblemsByTask<NoInfer<Kinds>>[NoInfer<T>];
  readonly data: SourceSpec<Kinds>;
  readonly checks?: readonly CheckSpec<ColumnName<NoInfer<Kinds>>>[];
  /** New columns, made of others. */
  readonly features?: (c: Columns<NoInfer<Kinds>>) => Readonly<Record<string, BuiltExpression>>;
  readonly split?: SplitSpec<ColumnName<NoInfer<Kinds>>, SplitsByTask[NoInfer<T>]>;
  readonly candidates?: readonly CandidateSpec<EstimatorTasks[NoInfer<T>]>[];
  readonly search?: Partial<Omit<SearchSpec, "at">>;
  readonly gates?: readonly GateSpec<ColumnName<NoInfer<Kinds>>>[];
  readonly rollout?: RolloutSpec;
  readonly monitor?: MonitorSpec;
  /** When it runs by itself, as a cron pattern: "0 3 * * *". */
  readonly schedule?: string;
  /** Any whole number; the same data, declaration and seed give the same model. Default 1. */
  readonly seed?: number;
}

/** A declaration as plain JavaScript may bring it: nothing is certain. */
export type LooseDeclaration = Declaration<DeclaredTask, ColumnKinds>;
