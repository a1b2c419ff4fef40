import type { ParameterValue } from "../estimators/parameters.ts";
import type { Dimension } from "./dimension.ts";
import { onLogScale, readable } from "./scale.ts";

/** The values of a dimension that has a finite number of them, in their order. */
export interface Levels {
  readonly count: number;
  /** The value at position `k`, 0 <= k < count. */
  at(k: number): ParameterValue;
  /** The position of a value; -1 where it isn't one. */
  indexOf(value: ParameterValue): number;
}

/** Undefined for a range of any numbers. */
export function levelsOf(dimension: Dimension): Levels | undefined {
  switch (dimension.draw) {
    case "choice":
      return listed(dimension.values);
    case "uniform":
      return dimension.step === undefined ? undefined : stepped(dimension.low, dimension.high, dimension.step);
    case "logUniform":
      return dimension.points === undefined ? undefined : listed(points(dimension, dimension.points, readable));
    case "integer": {
      const { low, high, step = 1 } = dimension;
      if (dimension.points === undefined) return stepped(low, high, step);
      const whole = points(dimension, dimension.points, Math.round);
      return listed([...new Set(whole)]);
    }
  }
}

function listed(values: readonly ParameterValue[]): Levels {
  return { count: values.length, at: (k) => values[k]!, indexOf: (value) => values.indexOf(value) };
}

function stepped(low: number, high: number, step: number): Levels {
  // Twelve digits: 0.1 + 2 x 0.1 is 0.3, and a high end that is missed by rounding alone is reached.
  const count = Math.floor((high - low) / step + 1e-9) + 1;
  const at = (k: number): number => Number((low + k * step).toPrecision(12));
  const indexOf = (value: ParameterValue): number => {
    const k = typeof value === "number" ? Math.round((value - low) / step) : -1;
    return k >= 0 && k < count && at(k) === value ? k : -1;
  };
  return { count, at, indexOf };
}

/** `count` values from `low` to `high` by equal factors. */
function points(
  { low, high }: { low: number; high: number },
  count: number,
  round: (value: number, range: { low: number; high: number }) => number,
): number[] {
  return Array.from({ length: count }, (_, k) => round(onLogScale(low, high, k / (count - 1)), { low, high }));
}
