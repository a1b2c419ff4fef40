import { fail, listNames, suggestion } from "../../../errors/index.ts";
import type { CandidateKind } from "./candidate-kind.ts";
import { candidateKinds } from "./table.ts";

/** The kind of a candidate, by the name that a declaration gives it. @throws as `findEstimator` for an unknown name */
export function candidateKindOf(name: string): CandidateKind {
  const kind = knownCandidateKind(name);
  if (kind !== undefined) return kind;
  const names = candidateKinds.flatMap(({ names }) => names);
  throw fail("ML_ESTIMATOR_UNKNOWN", { name, suggestion: suggestion(name, names), names: listNames(names, 40) });
}

/** The same, or undefined for an unknown name. */
export function knownCandidateKind(name: string): CandidateKind | undefined {
  return candidateKinds.find(({ names }) => names.includes(name));
}
