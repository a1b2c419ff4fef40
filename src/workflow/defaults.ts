import { defineEstimator, type Estimator, estimatorTable } from "../ml/index.ts";
import type {
  CandidateSpec,
  CheckSpec,
  DeclaredTask,
  GateSpec,
  PeopleSpec,
  ProblemSpec,
  SearchSpec,
  SourceSpec,
  SplitSpec,
} from "./specs.ts";
import type { MetricName } from "./task-types.ts";

/** What a declaration means where it says nothing. */
export const defaultTask: DeclaredTask = "classification";
export const defaultSeed = 1;
export const defaultChecks: readonly CheckSpec[] = [];
export const defaultPeople: PeopleSpec = {};
export const defaultSearch: SearchSpec = { method: "random", trials: 12, folds: 5 };

export const defaultMetrics: Readonly<Record<DeclaredTask, MetricName>> = {
  classification: "rocAucScore",
  regression: "rootMeanSquaredError",
  clustering: "silhouetteScore",
  anomaly: "rocAucScore",
};

/** Names of the estimators that are tried, simplest first. */
export const defaultCandidateNames: Readonly<Record<DeclaredTask, readonly string[]>> = {
  classification: ["logisticRegression", "randomForest", "gradientBoosting"],
  regression: ["linearRegression", "randomForest", "gradientBoosting"],
  clustering: ["kMeans"],
  anomaly: ["isolationForest"],
};

/** The estimator that every other must beat; unsupervised tasks have none. */
export const baselineName = "baseline";

export function defaultCandidates(task: DeclaredTask): Estimator[] {
  return defaultCandidateNames[task].flatMap(estimatorNamed);
}

/** The candidates with the baseline before them, unless it is there or the task has none. */
export function withBaseline(task: DeclaredTask, candidates: readonly CandidateSpec[]): readonly CandidateSpec[] {
  const hasBaseline = task === "classification" || task === "regression";
  if (!hasBaseline || candidates.some((candidate) => candidate.name === baselineName)) return candidates;
  return [...estimatorNamed(baselineName), ...candidates];
}

/** By time where the table says what orders its rows; else by lot, keeping the classes' shares for classification. */
export function defaultSplit(task: DeclaredTask, data: SourceSpec): SplitSpec {
  if (data.options.time !== undefined) return { kind: "time", test: 0.2 };
  return { kind: task === "classification" ? "stratified" : "random", test: 0.2 };
}

/** The declared minimum if there is one, else the baseline (or chance); none where there are no labels to measure by. */
export function defaultGates({ task, target, minimum }: Pick<ProblemSpec, "task" | "target" | "minimum">): GateSpec[] {
  if (minimum !== undefined) return [{ kind: "meetsMinimum", params: {} }];
  const measured = task === "clustering" || target !== undefined;
  return measured ? [{ kind: "betterThanBaseline", params: {} }] : [];
}

function estimatorNamed(name: string): Estimator[] {
  const definition = estimatorTable[name];
  return definition === undefined ? [] : [defineEstimator(definition)()];
}
