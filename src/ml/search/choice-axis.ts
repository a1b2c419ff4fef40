import type { ParameterValue } from "../estimators/parameters.ts";
import { log } from "../kernels/math.ts";
import type { Random } from "../random.ts";
import type { AxisKernels, ParzenAxis } from "./parzen-axis.ts";

/** What the kernel of an observed choice gives that choice, and each of the others. */
export interface ChoiceShares {
  readonly own: number;
  readonly other: number;
}

/**
 * One count for the observed choice, and one observation's worth of counts spread over all: the more observations, the more a
 * kernel keeps to its own. @see Watanabe 2023, section 3.3.2, and Optuna's TPESampler
 */
export function choiceShares(nChoices: number, nKernels: number): ChoiceShares {
  const spread = 1 / (nKernels + 1);
  const total = 1 + nChoices * spread;
  return { own: (1 + spread) / total, other: spread / total };
}

/** The axis of a choice: positions are places in the list of values. The prior gives each the same share. */
export function choiceAxis(values: readonly ParameterValue[]): ParzenAxis {
  return {
    positionOf(value) {
      const position = values.indexOf(value);
      return position < 0 ? Number.NaN : position;
    },
    valueAt: (position) => values[position]!,
    kernelsOf: ({ positions }) => choiceKernels(positions, values.length),
  };
}

function choiceKernels(positions: Float64Array, nChoices: number): AxisKernels {
  const shares = choiceShares(nChoices, positions.length);
  const [logOwn, logOther, logPrior] = [log(shares.own), log(shares.other), -log(nChoices)];
  return {
    draw(k, stream) {
      const own = k < positions.length ? positions[k]! : Number.NaN;
      return Number.isNaN(own) ? stream.integer(nChoices) : drawChoice(own, nChoices, shares, stream);
    },
    addLogDensities(position, sums) {
      for (let k = 0; k < positions.length; k++) {
        const own = positions[k]!;
        sums[k]! += own === position ? logOwn : Number.isNaN(own) ? logPrior : logOther;
      }
      sums[positions.length]! += logPrior;
    },
  };
}

function drawChoice(observed: number, nChoices: number, { own, other }: ChoiceShares, stream: Random): number {
  const share = stream.next();
  if (share < own || nChoices === 1) return observed;
  const rank = Math.min(nChoices - 2, Math.floor((share - own) / other));
  return rank < observed ? rank : rank + 1;
}
