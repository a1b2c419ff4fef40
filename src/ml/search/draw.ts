import type { ParameterValue, ParameterValues } from "../estimators/parameters.ts";
import { exp, log } from "../kernels/math.ts";
import type { Random } from "../random.ts";
import type { Dimension, Space } from "./space.ts";

/** One setting out of a space; parameters are drawn in the order of their names, so that their declared order doesn't matter. */
export function drawSetting(space: Space, stream: Random): ParameterValues {
  const names = Object.keys(space).sort();
  return Object.fromEntries(names.map((name) => [name, drawValue(space[name]!, stream)]));
}

function drawValue(dimension: Dimension, stream: Random): ParameterValue {
  const share = stream.next();
  switch (dimension.draw) {
    case "choice":
      return dimension.values[Math.floor(share * dimension.values.length)]!;
    case "integer": {
      const { low, high } = dimension;
      const value = dimension.log ? onLogScale(low, high + 1, share) : low + share * (high + 1 - low);
      return Math.min(high, Math.max(low, Math.floor(value)));
    }
    case "uniform":
      return readable(dimension.low + share * (dimension.high - dimension.low), dimension);
    case "logUniform":
      return readable(onLogScale(dimension.low, dimension.high, share), dimension);
  }
}

function onLogScale(low: number, high: number, share: number): number {
  return exp(log(low) + share * (log(high) - log(low)));
}

/** Four digits are as good a draw, and people read them in the leaderboard. */
function readable(value: number, { low, high }: { low: number; high: number }): number {
  return Math.min(high, Math.max(low, Number(value.toPrecision(4))));
}
