import { createHash } from "node:crypto";
import {
  candidateKindOf,
  canonicalJson,
  describeMetric,
  type Metric,
  type MetricDescription,
  metricTable,
  type ParameterValues,
} from "../ml/index.ts";
import type { CandidateSpec, WorkflowSpec } from "./specs.ts";
import { tasksOf } from "./task-types.ts";

/** A candidate as data: its name and what was declared of it. */
export interface PortableEstimator {
  readonly name: string;
  readonly params: ParameterValues;
  readonly space?: Readonly<Record<string, unknown>>;
}

/** A declaration as plain data, without functions and without the places where its parts were written. */
export interface PortableSpec extends Omit<WorkflowSpec, "candidates"> {
  readonly candidates: readonly PortableEstimator[];
  /**
   * Every metric of the task and every other that the declaration names, in the order in which reports show them. A list,
   * because canonical JSON sorts the members of an object.
   */
  readonly metrics: readonly MetricDescription[];
}

/** A declaration as it is kept; older ones lack the descriptions of metrics. */
export type StoredSpec = Omit<PortableSpec, "metrics"> & Partial<Pick<PortableSpec, "metrics">>;

/** The declaration as plain data: what is kept of a run, and what its digest is taken of. */
export function portableSpec(spec: WorkflowSpec): PortableSpec {
  const candidates = spec.candidates.map(({ name, params, space }) => ({ name, params, space }));
  return withoutPlaces({ ...spec, candidates, metrics: metricsOf(spec) }) as PortableSpec;
}

/** A kept declaration with its metrics: those from before metrics were described get the descriptions of today. */
export function describedSpec(stored: StoredSpec): PortableSpec {
  return { ...stored, metrics: stored.metrics ?? metricsOf(stored) };
}

/** The declaration that a portable one was made of. @throws ML_ESTIMATOR_UNKNOWN, ML_PARAMETER_INVALID */
export function specOf(portable: StoredSpec): WorkflowSpec {
  const { metrics: _, ...spec } = portable;
  return { ...spec, candidates: spec.candidates.map(revive) };
}

/** "sha256:<hex>" of the declaration: equal for equal declarations, wherever in a file they stand. */
export function declarationDigest(spec: WorkflowSpec): string {
  return `sha256:${createHash("sha256")
    .update(canonicalJson(portableSpec(spec)))
    .digest("hex")}`;
}

/** A name that no metric has is left to lint. */
function metricsOf({ problem, gates }: Pick<WorkflowSpec, "problem" | "gates">): MetricDescription[] {
  const named = new Set([problem.metric, ...gates.map(({ params }) => params?.["metric"])]);
  const tasks = tasksOf[problem.task];
  return metricTable
    .filter((metric: Metric) => named.has(metric.name) || metric.tasks.some((task) => tasks.includes(task)))
    .map(describeMetric);
}

function revive({ name, params, space }: PortableEstimator): CandidateSpec {
  candidateKindOf(name).check(name, params);
  return space === undefined ? { name, params } : { name, params, space };
}

/** Specs carry `at` beside their `kind`; a parameter or column that is called "at" stays. */
function withoutPlaces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPlaces);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, member]) => member !== undefined && !(key === "at" && isLocation(member)))
      .map(([key, member]) => [key, withoutPlaces(member)]),
  );
}

function isLocation(value: unknown): boolean {
  return typeof value === "object" && value !== null && "file" in value && "line" in value;
}
