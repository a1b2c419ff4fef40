import type { ParameterValue, ParameterValues } from "../estimators/parameters.ts";
import type { Random } from "../random.ts";
import { activeOnly } from "./condition.ts";
import type { Dimension, Space } from "./dimension.ts";
import { levelsOf } from "./levels.ts";
import { onLogScale, readable } from "./scale.ts";

/**
 * One setting out of a space; parameters are drawn in the order of their names, so that their declared order doesn't matter.
 * One whose condition isn't met is drawn, too, and left out: the draws of the others don't depend on it.
 */
export function drawSetting(space: Space, stream: Random): ParameterValues {
  const names = Object.keys(space).sort();
  return activeOnly(space, Object.fromEntries(names.map((name) => [name, drawValue(space[name]!, stream.next())])));
}

/** The value of a dimension at `share`, 0 <= share < 1: uniform shares give the dimension's own distribution. */
export function drawValue(dimension: Dimension, share: number): ParameterValue {
  switch (dimension.draw) {
    case "integer": {
      if (dimension.step !== undefined || dimension.points !== undefined) return drawLevel(dimension, share);
      const { low, high } = dimension;
      const value = dimension.log ? onLogScale(low, high + 1, share) : low + share * (high + 1 - low);
      return Math.min(high, Math.max(low, Math.floor(value)));
    }
    case "uniform":
      if (dimension.step !== undefined) return drawLevel(dimension, share);
      return readable(dimension.low + share * (dimension.high - dimension.low), dimension);
    case "logUniform":
      if (dimension.points !== undefined) return drawLevel(dimension, share);
      return readable(onLogScale(dimension.low, dimension.high, share), dimension);
    case "choice":
      return drawLevel(dimension, share);
  }
}

function drawLevel(dimension: Dimension, share: number): ParameterValue {
  const levels = levelsOf(dimension)!;
  return levels.at(Math.floor(share * levels.count));
}
