import { estimatorOf, findEstimator } from "../../estimators/estimator-of.ts";
import { estimatorTable } from "../../estimators/table.ts";
import { fitPrepared } from "../fit.ts";
import type { CandidateKind } from "./candidate-kind.ts";

/** Estimators of this library: fitted on the features that they take. */
export const estimatorKind: CandidateKind = {
  kind: "estimator",
  names: Object.keys(estimatorTable),
  tasksOf: (name) => findEstimator(name).tasks,
  parametersOf: (name) => findEstimator(name).parameters,
  check: (name, params) => void estimatorOf(name, params),
  fit({ name, params, y, task, target, positive, context, prepare }) {
    const estimator = estimatorOf(name, params);
    return fitPrepared({
      prepared: prepare(findEstimator(name).accepts),
      y,
      task,
      target,
      estimator,
      positive,
      context,
    });
  },
};
