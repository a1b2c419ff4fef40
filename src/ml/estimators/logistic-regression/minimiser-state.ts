import { checkpointFields } from "../checkpoint-fields.ts";
import type { Checkpoint, ModelData } from "../estimator.ts";

/** All that an iteration needs of those before it. */
export interface MinimiserState {
  /** Iterations done. */
  readonly iteration: number;
  readonly theta: Float64Array;
  /** Where the curvature in use was measured. */
  readonly curvedAt: Float64Array;
  /** Steps that are remembered, oldest first, one after the other; empty where none are. */
  readonly steps: Float64Array;
  /** The changes of the gradient over them. */
  readonly changes: Float64Array;
}

/** Keeps a minimiser's state every so many iterations, and gives it the one to go on from. */
export interface Keeper {
  readonly resumed: MinimiserState | undefined;
  /** Called before an iteration; `state` is asked only where it is kept. */
  keep(iteration: number, state: () => MinimiserState): void;
}

/** For a search that nobody takes up again. */
export const noKeeper: Keeper = { resumed: undefined, keep: () => {} };

const mostSteps = 64;

/**
 * @param length number of parameters
 * @throws ML_CHECKPOINT_CORRUPT where `resume` isn't such a state
 */
export function keeper(
  estimator: string,
  fingerprint: string,
  length: number,
  checkpoint: Checkpoint | undefined,
): Keeper {
  if (checkpoint === undefined) return noKeeper;
  const resumed = checkpoint.resume === undefined ? undefined : read(estimator, fingerprint, length, checkpoint.resume);
  return {
    resumed,
    keep(iteration, state) {
      if (iteration === 0 || iteration % checkpoint.every !== 0 || iteration === resumed?.iteration) return;
      checkpoint.save({ fingerprint, remembered: state().steps.length / length, ...state() });
    },
  };
}

function read(estimator: string, fingerprint: string, length: number, state: ModelData): MinimiserState {
  const fields = checkpointFields(estimator, state, fingerprint);
  const remembered = fields.integer("remembered", 0, mostSteps);
  const found = {
    iteration: fields.integer("iteration", 1, 1_000_000),
    theta: fields.doubles("theta", length),
    curvedAt: fields.doubles("curvedAt", length),
    steps: fields.doubles("steps", remembered * length),
    changes: fields.doubles("changes", remembered * length),
  };
  fields.end();
  return found;
}
