import { valueColumn } from "../column-access.ts";
import { quantileInPlace } from "../quantile.ts";
import { corrupt, DataReader } from "../read-data.ts";
import type { FittedRepair, RepairDefinition } from "./repair.ts";

/** Numbers beyond two quantiles of the training rows become those quantiles: an outlier then can't pull a model or a scale. */
export const clip: RepairDefinition = {
  name: "clip",
  summary:
    "Sets numbers beyond a low and a high quantile of the training rows to that quantile. Missing stays missing.",
  phrase: "limited to quantiles",
  kinds: ["number"],
  parameters: {
    lower: {
      type: "number",
      default: 0.005,
      low: 0,
      high: 0.5,
      summary: "Quantile that smaller numbers become; 0 limits to the smallest number of the training rows.",
    },
    upper: {
      type: "number",
      default: 0.995,
      low: 0.5,
      high: 1,
      summary: "Quantile that larger numbers become; 1 limits to the largest number of the training rows.",
    },
  },
  fit({ name, column, params }) {
    const known = valueColumn(name, column).values.filter(Number.isFinite);
    if (known.length === 0) return fitted(name, -Number.MAX_VALUE, Number.MAX_VALUE);
    return fitted(name, quantile(known, Number(params["lower"]), 0), quantile(known, Number(params["upper"]), 1));
  },
  load(data) {
    const reader = new DataReader(data, "clip", ["name", "low", "high"]);
    const [low, high] = [reader.number("low"), reader.number("high")];
    if (low > high) throw corrupt("clip.high", `a number from ${low} up`, high);
    return fitted(reader.text("name"), low, high);
  },
};

/** Between two huge numbers of opposite sign interpolation overflows: the end of the range then limits instead. */
function quantile(known: Float64Array, q: number, end: 0 | 1): number {
  const value = quantileInPlace(known, q);
  return Number.isFinite(value) ? value : quantileInPlace(known, end);
}

function fitted(name: string, low: number, high: number): FittedRepair {
  return {
    repair: "clip",
    apply(column) {
      const numbers = valueColumn(name, column);
      const values = new Float64Array(numbers.values.length);
      for (let i = 0; i < values.length; i++) {
        const x = numbers.values[i]!;
        values[i] = x < low ? low : x > high ? high : x;
      }
      return { ...numbers, values };
    },
    toData: () => ({ name, low, high }),
  };
}
