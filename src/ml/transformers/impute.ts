import { presentValues, quantileInPlace, sumOf } from "./quantile.ts";
import { DataReader } from "./read-data.ts";
import type { FeatureStepDefinition, FittedFeatureStep } from "./transformer.ts";

/** Missing values become one value learned from the training rows; a feature that is all missing becomes `value`, or 0. */
export const impute: FeatureStepDefinition = {
  name: "impute",
  summary: "Fills missing values with the training rows' mean, median or most frequent value, or a constant.",
  parameters: {
    strategy: {
      type: "choice",
      default: "median",
      choices: ["mean", "median", "mostFrequent", "constant"],
      summary: "What missing values become.",
    },
    value: {
      type: "number",
      default: 0,
      low: -3e38,
      high: 3e38,
      summary: "The constant; also what a feature without any value is filled with.",
    },
  },
  fit(values, params) {
    const present = presentValues(values);
    if (present.length === 0) return fitted(Number(params["value"]));
    switch (params["strategy"]) {
      case "mean":
        return fitted(sumOf(present) / present.length);
      case "median":
        return fitted(quantileInPlace(present, 0.5));
      case "mostFrequent":
        return fitted(mostFrequent(present));
      default:
        return fitted(Number(params["value"]));
    }
  },
  load: (data) => fitted(new DataReader(data, "impute", ["fill"]).number("fill")),
};

function fitted(fill: number): FittedFeatureStep {
  return {
    step: "impute",
    apply(values) {
      for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i]!)) values[i] = fill;
    },
    toData: () => ({ fill }),
  };
}

/** The smallest of the most frequent values. */
function mostFrequent(present: Float64Array): number {
  const counts = new Map<number, number>();
  for (const x of present) counts.set(x, (counts.get(x) ?? 0) + 1);
  let best = present[0]!;
  let bestCount = 0;
  for (const [x, count] of counts) {
    if (count > bestCount || (count === bestCount && x < best)) [best, bestCount] = [x, count];
  }
  return best;
}
