import type { FittedPipeline } from "./pipeline.ts";
import type { Prediction } from "./prediction.ts";

/** Words for what a pipeline made of row `row`: its value, and the (nSamples, nClasses) probabilities where there are any. */
export type SayPrediction = (value: number, probabilities: Float64Array | undefined, row: number) => Prediction;

/** How a pipeline's numbers become predictions. */
export function predictionMaker({ classes }: Pick<FittedPipeline, "classes">): SayPrediction {
  if (classes.length === 0) return (prediction) => ({ prediction });
  const byLabel = classes.includes("__proto__") ? byAnyLabel : byPlainLabel;
  return (value, probabilities, row) => {
    const prediction = classes[value]!;
    if (probabilities === undefined) return { prediction };
    return { prediction, probabilities: byLabel(classes, probabilities, row * classes.length) };
  };
}

function byPlainLabel(classes: readonly string[], probabilities: Float64Array, from: number): Record<string, number> {
  const labelled: Record<string, number> = {};
  for (let k = 0; k < classes.length; k++) labelled[classes[k]!] = probabilities[from + k]!;
  return labelled;
}

/** From entries, as assigning to `__proto__` adds no property. */
function byAnyLabel(classes: readonly string[], probabilities: Float64Array, from: number): Record<string, number> {
  return Object.fromEntries(classes.map((label, k) => [label, probabilities[from + k]!]));
}
