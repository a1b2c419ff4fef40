import type { Predictions } from "../ml/index.ts";
import { containerCodec } from "./container-codec.ts";

/** What a model said of the test rows, in their order. */
export const predictionsCodec = containerCodec<Predictions>(
  "a model's predictions",
  ({ values, probabilities, nClasses }) => ({ values, nClasses, probabilities: probabilities ?? null }),
  ({ values, probabilities, nClasses }) =>
    values instanceof Float64Array && typeof nClasses === "number"
      ? { values, nClasses, ...(probabilities instanceof Float64Array ? { probabilities } : {}) }
      : null,
);
