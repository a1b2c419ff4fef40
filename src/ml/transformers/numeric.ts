import { valueColumn } from "./column-access.ts";
import { DataReader } from "./read-data.ts";
import type { FeatureValues, FittedTransformer, TransformerDefinition } from "./transformer.ts";

/** The largest float32: X is float32, and an overflow to infinity would be refused by every estimator. */
const largest = 3.4028234663852886e38;

/** A number (or boolean, as 0 and 1) as it is; NaN stays NaN, an infinity counts as missing, what float32 can't hold becomes its largest. */
export const numeric: TransformerDefinition = {
  name: "numeric",
  summary: "The number as it is; true and false as 1 and 0.",
  kinds: ["number", "boolean", "constant", "id"],
  parameters: {},
  needsTarget: false,
  fit: ({ name }) => fitted(name),
  load: (data) => fitted(new DataReader(data, "numeric", ["name"]).text("name")),
};

function fitted(name: string): FittedTransformer {
  return {
    transformer: "numeric",
    features: [{ name, kind: "numeric" }],
    transform(column, into) {
      copyNumbers(valueColumn(name, column).values, into[0]!);
    },
    toData: () => ({ name }),
  };
}

function copyNumbers(values: Float64Array, out: FeatureValues): void {
  for (let i = 0; i < values.length; i++) {
    const x = values[i]!;
    out[i] = x >= -largest && x <= largest ? x : clamped(x);
  }
}

function clamped(x: number): number {
  return Number.isFinite(x) ? Math.sign(x) * largest : Number.NaN;
}
