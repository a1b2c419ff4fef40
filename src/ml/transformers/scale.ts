import { presentValues, quantileInPlace, sumOf } from "./quantile.ts";
import { corrupt, DataReader } from "./read-data.ts";
import type { FeatureStepDefinition, FittedFeatureStep } from "./transformer.ts";

/** (x - center) / scale; missing stays missing. A feature that doesn't vary is only centred. */
export const scale: FeatureStepDefinition = {
  name: "scale",
  summary:
    "Brings features to one scale: by mean and standard deviation, by median and quartiles (robust), or to 0..1 (minMax).",
  parameters: {
    method: {
      type: "choice",
      default: "standard",
      choices: ["standard", "robust", "minMax"],
      summary: "What is taken off and divided by.",
    },
  },
  fit(values, params) {
    const present = presentValues(values);
    if (present.length === 0) return fitted(0, 1);
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < present.length; i++) {
      const x = present[i]!;
      if (x < low) low = x;
      if (x > high) high = x;
    }
    if (low === high) return fitted(low, 1);
    switch (params["method"]) {
      case "minMax":
        return fitted(low, high - low);
      case "robust": {
        const center = quantileInPlace(present, 0.5);
        const spread = quantileInPlace(present, 0.75) - quantileInPlace(present, 0.25);
        return fitted(center, spread > 0 ? spread : high - low);
      }
      default:
        return standard(present);
    }
  },
  load(data) {
    const reader = new DataReader(data, "scale", ["center", "scale"]);
    const size = reader.number("scale", 0);
    if (size === 0) throw corrupt("scale.scale", "a number above 0", size);
    return fitted(reader.number("center"), size);
  },
};

function standard(present: Float64Array): FittedFeatureStep {
  const mean = sumOf(present) / present.length;
  let squares = 0;
  for (let i = 0; i < present.length; i++) squares += (present[i]! - mean) * (present[i]! - mean);
  const deviation = Math.sqrt(squares / present.length);
  return fitted(mean, deviation > 0 ? deviation : 1);
}

function fitted(center: number, size: number): FittedFeatureStep {
  return {
    step: "scale",
    apply(values) {
      for (let i = 0; i < values.length; i++) values[i] = (values[i]! - center) / size;
    },
    toData: () => ({ center, scale: size }),
  };
}
