import type { Ensemble } from "../../../estimators/trees/ensemble.ts";

/** Which way a categorical node sends its values. */
export interface LevelSet {
  /** The levels of one side: the shorter list of the two. */
  readonly levels: readonly number[];
  /** True where these levels go left. */
  readonly areLeft: boolean;
  /** Where the missing go. */
  readonly missingLeft: boolean;
}

/**
 * The levels of each categorical node, by node. A level goes where its bin goes; levels of bin 0 and the missing go where bit 0 says.
 */
export function levelSets(ensemble: Ensemble): ReadonlyMap<number, LevelSet> {
  const { feature, flags, sets, categories } = ensemble;
  const found = new Map<number, LevelSet>();
  let at = 0;
  for (let i = 0; i < feature.length; i++) {
    if (feature[i] === -1 || (flags[i]! & 2) === 0) continue;
    const set = sets.subarray(at, at + 32);
    at += 32;
    const goesLeft = (bin: number): boolean => ((set[bin >> 3]! >> (bin & 7)) & 1) === 1;
    const sides: [number[], number[]] = [[], []];
    categories[feature[i]!]!.forEach((bin, level) => {
      sides[goesLeft(bin) ? 0 : 1].push(level);
    });
    const areLeft = sides[0].length <= sides[1].length;
    found.set(i, { levels: areLeft ? sides[0] : sides[1], areLeft, missingLeft: goesLeft(0) });
  }
  return found;
}
