import { log1p } from "../kernels/math.ts";
import { DataReader } from "./read-data.ts";
import type { FeatureStepDefinition, FittedFeatureStep } from "./transformer.ts";

/** sign(x) * log(1 + |x|): tames long tails on both sides of 0. */
export const logarithm: FeatureStepDefinition = {
  name: "logarithm",
  summary: "The logarithm of 1 + |x| with the sign of x, for values with a long tail.",
  parameters: {},
  fit: () => fitted,
  load(data) {
    new DataReader(data, "logarithm", []);
    return fitted;
  },
};

const fitted: FittedFeatureStep = {
  step: "logarithm",
  apply(values) {
    for (let i = 0; i < values.length; i++) values[i] = values[i]! < 0 ? -log1p(-values[i]!) : log1p(values[i]!);
  },
  toData: () => ({}),
};
