import { type Estimator, estimatorOf, type ParameterValues } from "../ml/index.ts";
import type { WorkflowSpec } from "./specs.ts";

/** A declaration as JSON: call sites left out, estimators by name. Two equal ones are the same declaration. */
export interface PortableSpec extends Omit<WorkflowSpec, "candidates"> {
  readonly candidates: readonly PortableEstimator[];
}

interface PortableEstimator {
  readonly name: string;
  readonly params: ParameterValues;
  readonly space?: Readonly<Record<string, unknown>> | undefined;
}

export function portableSpec(spec: WorkflowSpec): PortableSpec {
  const candidates = spec.candidates.map(({ name, params, space }) => ({ name, params, space }));
  return JSON.parse(
    JSON.stringify({ ...spec, candidates }, (key, value) => (key === "at" ? undefined : value)),
  ) as PortableSpec;
}

/** The declaration of its JSON, with estimators that can fit. @throws ML_PARAMETER_INVALID, ML_ESTIMATOR_UNKNOWN */
export function specOf(portable: PortableSpec): WorkflowSpec {
  const candidates: Estimator[] = portable.candidates.map(({ name, params, space }) =>
    estimatorOf(name, params, space),
  );
  return { ...portable, candidates };
}
