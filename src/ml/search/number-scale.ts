import { exp, log } from "../kernels/math.ts";
import type { Dimension } from "./dimension.ts";
import { levelsOf } from "./levels.ts";
import { readable } from "./scale.ts";

/** Numbers of a range as positions from 0 to 1. */
export interface NumberScale {
  /** NaN outside the range. */
  positionOf(value: number): number;
  valueAt(position: number): number;
  /** The two ends of the part of the axis that stands for the value at a position; absent where any number is possible. */
  cellOf?(position: number): readonly [low: number, high: number];
}

/** A dimension of numbers. */
export type RangeDimension = Exclude<Dimension, { draw: "choice" }>;

/** The scale of a range: linear, logarithmic, or a list of values by their rank. */
export function numberScale(range: RangeDimension): NumberScale {
  if (range.draw === "integer" && range.log && range.points === undefined) return logIntegers(range);
  const levels = levelsOf(range);
  if (levels !== undefined) {
    const { count } = levels;
    const rankAt = (position: number): number => Math.min(count - 1, Math.max(0, Math.floor(position * count)));
    return {
      positionOf(value) {
        const rank = levels.indexOf(value);
        return rank < 0 ? Number.NaN : (rank + 0.5) / count;
      },
      valueAt: (position) => Number(levels.at(rankAt(position))),
      cellOf: (position) => [rankAt(position) / count, (rankAt(position) + 1) / count],
    };
  }
  return range.draw === "logUniform" ? logNumbers(range) : linearNumbers(range);
}

function linearNumbers({ low, high }: RangeDimension): NumberScale {
  const width = high - low;
  return {
    positionOf: (value) => (width === 0 ? 0.5 : inside((value - low) / width)),
    valueAt: (position) => readable(low + position * width, { low, high }),
  };
}

function logNumbers({ low, high }: RangeDimension): NumberScale {
  const [start, width] = [log(low), log(high) - log(low)];
  return {
    positionOf: (value) => (width === 0 ? 0.5 : inside((log(value) - start) / width)),
    valueAt: (position) => readable(exp(start + position * width), { low, high }),
  };
}

/** Each whole number has the part of the axis from a half below it to a half above it. */
function logIntegers({ low, high }: RangeDimension): NumberScale {
  const start = log(low - 0.5);
  const width = log(high + 0.5) - start;
  const positionOf = (value: number): number => inside((log(value) - start) / width);
  const valueAt = (position: number): number =>
    Math.min(high, Math.max(low, Math.round(exp(start + position * width))));
  return {
    positionOf: (value) => (Number.isInteger(value) ? positionOf(value) : Number.NaN),
    valueAt,
    cellOf(position) {
      const value = valueAt(position);
      return [(log(value - 0.5) - start) / width, (log(value + 0.5) - start) / width];
    },
  };
}

function inside(position: number): number {
  return position >= -1e-9 && position <= 1 + 1e-9 ? Math.min(1, Math.max(0, position)) : Number.NaN;
}
