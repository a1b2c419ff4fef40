import type { ParameterValue, ParameterValues } from "../estimators/parameters.ts";
import { choiceAxis } from "./choice-axis.ts";
import { activeOnly, isActive, parentsFirst } from "./condition.ts";
import type { Space } from "./dimension.ts";
import { numberAxis } from "./number-axis.ts";
import type { ParzenAxis } from "./parzen-axis.ts";

/** A space as a Parzen estimator sees it: a setting is a position on each axis, NaN where the parameter isn't active. */
export interface ParzenSpace {
  /** (nAxes), a conditional one after those that it depends on. */
  readonly axes: readonly ParzenAxis[];
  /** The positions (nAxes) of a setting; values that a dimension doesn't have are NaN, too. */
  positionsOf(setting: ParameterValues): Float64Array;
  /** The setting at positions. */
  settingAt(positions: Float64Array): ParameterValues;
  /** Whether axis `a` is active, from the positions of the axes before it. */
  isActive(a: number, positions: Float64Array): boolean;
}

export function parzenSpace(space: Space): ParzenSpace {
  const names = parentsFirst(space) ?? [];
  const dimensions = names.map((name) => space[name]!);
  const axes = dimensions.map((one) => (one.draw === "choice" ? choiceAxis(one.values) : numberAxis(one)));
  const parentsOf = dimensions.map(({ when = {} }) => Object.keys(when).map((parent) => names.indexOf(parent)));
  const byName = [...names.keys()].sort((a, b) => (names[a]! < names[b]! ? -1 : 1));
  const valueAt = (a: number, positions: Float64Array): ParameterValue | undefined =>
    Number.isNaN(positions[a]!) ? undefined : axes[a]!.valueAt(positions[a]!);
  return {
    axes,
    positionsOf(setting) {
      const known: Record<string, ParameterValue> = {};
      for (const name of names) if (setting[name] !== undefined) known[name] = setting[name];
      const active = activeOnly(space, known);
      return Float64Array.from(axes, (axis, a) => {
        const value = active[names[a]!];
        return value === undefined ? Number.NaN : axis.positionOf(value);
      });
    },
    settingAt(positions) {
      const setting: Record<string, ParameterValue> = {};
      for (const a of byName) {
        const value = valueAt(a, positions);
        if (value !== undefined) setting[names[a]!] = value;
      }
      return setting;
    },
    isActive(a, positions) {
      if (parentsOf[a]!.length === 0) return true;
      const parents = parentsOf[a]!.map((parent) => [names[parent]!, valueAt(parent, positions)] as const);
      return isActive(dimensions[a]!, Object.fromEntries(parents));
    },
  };
}
