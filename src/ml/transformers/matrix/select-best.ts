import { fail } from "../../../errors/index.ts";
import type { ModelValue } from "../../estimators/estimator.ts";
import type { Feature } from "../../frame/matrix.ts";
import { corrupt, DataReader } from "../read-data.ts";
import { fStatistics } from "./f-statistics.ts";
import type { FittedMatrixStep, MatrixStepDefinition } from "./matrix-step.ts";

/** The features that, each by itself, tell most about the target. They keep their order; of equals, the first are kept. */
export const selectBest: MatrixStepDefinition = {
  name: "selectBest",
  summary:
    "Keeps the features with the largest F statistic against the target: analysis of variance for classes, linear regression for values. Of equals the first are kept.",
  phrase: "the features that tell most about the target",
  kinds: ["numeric"],
  parameters: {
    features: {
      type: "integer",
      default: 10,
      low: 1,
      high: Number.POSITIVE_INFINITY,
      summary: "How many are kept; all, where there are no more.",
    },
  },
  needsTarget: true,
  fit({ X, y, params }) {
    if (y === null) throw fail("ML_SHAPE_MISMATCH", { what: "selectBest: y", expected: "a target", got: "none" });
    const scores = fStatistics(X, y);
    const best = [...scores.keys()]
      .sort((a, b) => (scores[a] === scores[b] ? a - b : scores[b]! - scores[a]!))
      .slice(0, Number(params["features"]));
    return fitted(Int32Array.from(best.sort((a, b) => a - b)), X.features);
  },
  load(data, features) {
    const indices = new DataReader(data, "selectBest", ["indices"]).value("indices");
    if (!isSelection(indices, features.length)) {
      throw corrupt("selectBest.indices", `rising places from 0 to ${features.length - 1}`, indices);
    }
    return fitted(indices, features);
  },
};

function fitted(indices: Int32Array, given: readonly Feature[]): FittedMatrixStep {
  return {
    step: "selectBest",
    features: Array.from(indices, (f) => given[f]!),
    transform({ nSamples: n, values }, into) {
      for (const [k, f] of indices.entries()) into.set(values.subarray(f * n, (f + 1) * n), k * n);
    },
    origin: { kind: "selected", indices },
    toData: () => ({ indices }),
  };
}

function isSelection(value: ModelValue, nFeatures: number): value is Int32Array {
  if (!(value instanceof Int32Array) || value.length === 0) return false;
  return value.every((index, k) => index >= (k === 0 ? 0 : value[k - 1]! + 1) && index < nFeatures);
}
