import type { FitContext } from "../../estimator.ts";
import { checkFingerprint } from "../../fit-fingerprint.ts";
import { stopIfCancelled } from "../../stop-if-cancelled.ts";
import type { TreeGrower } from "./forest-tree.ts";
import type { ForestTrees } from "./forest-trees.ts";

/** A forest that is being grown. */
export interface Growth {
  readonly estimator: string;
  /** Of this fit: a state that has another isn't taken up. */
  readonly fingerprint: string;
  readonly trees: ForestTrees;
  readonly nTrees: number;
}

/**
 * Grows the trees that are missing, from the context's checkpoint on, and leaves checkpoints on the way.
 * @param makeGrower is called once it is known that a tree will be grown
 * @throws ML_CHECKPOINT_CORRUPT; AbortError once cancelled
 */
export function growTrees(
  { estimator, fingerprint, trees, nTrees }: Growth,
  makeGrower: () => TreeGrower,
  context: FitContext,
): void {
  const { checkpoint } = context;
  if (checkpoint?.resume !== undefined) {
    checkFingerprint(estimator, fingerprint, checkpoint.resume);
    trees.resume(estimator, checkpoint.resume["trees"], nTrees);
  }
  stopIfCancelled(context);
  const every = checkpoint?.every ?? nTrees;
  let grower: TreeGrower | undefined;
  while (trees.length < nTrees) {
    stopIfCancelled(context);
    grower ??= makeGrower();
    const from = trees.length;
    const nextSave = (Math.floor(from / every) + 1) * every;
    for (const tree of grower.grow(from, Math.min(from + grower.atOnce, nextSave, nTrees))) trees.add(tree);
    context.onProgress?.(trees.length / nTrees, `tree ${trees.length} of ${nTrees}`);
    if (trees.length === nextSave) checkpoint?.save({ fingerprint, trees: trees.toState() });
  }
}
