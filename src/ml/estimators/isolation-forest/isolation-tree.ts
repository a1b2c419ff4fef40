import type { Matrix } from "../../frame/matrix.ts";
import { log } from "../../kernels/math.ts";
import type { Random } from "../../random.ts";
import type { EnsembleBuilder } from "../trees/ensemble.ts";

/** Where a tree's nodes go. A leaf holds the path length to it and on through the samples that it left together. */
type Target = Pick<EnsembleBuilder, "addRawSplit" | "addLeaf" | "endTree">;

/**
 * Mean path length of an unsuccessful search in a binary search tree of n samples: what n samples that were not parted
 * would still have cost. @see Liu, Ting and Zhou, Isolation forest (2008), equation 1
 */
export function meanPathLength(n: number): number {
  if (n <= 1) return 0;
  if (n === 2) return 1;
  return 2 * (log(n - 1) + 0.5772156649015329) - (2 * (n - 1)) / n;
}

interface Part {
  readonly rows: number[];
  readonly depth: number;
}

/** Grows one tree over the given rows: random feature, random threshold, until alone or `deepest`. Breadth first. */
export function growIsolationTree(X: Matrix, rows: number[], deepest: number, draw: Random, target: Target): void {
  const queue: Part[] = [{ rows, depth: 0 }];
  let nodes = 1;
  for (let at = 0; at < queue.length; at++) {
    const { rows: here, depth } = queue[at]!;
    const split = depth < deepest && here.length > 1 ? drawSplit(X, here, draw) : null;
    if (split === null) {
      target.addLeaf(depth + meanPathLength(here.length), 0, here.length);
      continue;
    }
    const column = X.values.subarray(split.feature * X.nSamples, (split.feature + 1) * X.nSamples);
    target.addRawSplit(split.feature, split.threshold, nodes);
    nodes += 2;
    queue.push(
      { rows: here.filter((row) => column[row]! <= split.threshold), depth: depth + 1 },
      { rows: here.filter((row) => column[row]! > split.threshold), depth: depth + 1 },
    );
  }
  target.endTree();
}

/** A threshold between the extremes of a random feature among those that vary here; null if none does. */
function drawSplit(X: Matrix, rows: readonly number[], draw: Random): { feature: number; threshold: number } | null {
  const order = draw.shuffle(Array.from({ length: X.nFeatures }, (_, f) => f));
  for (const feature of order) {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const row of rows) {
      const value = X.values[feature * X.nSamples + row]!;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    if (!(low < high)) continue;
    const threshold = Math.fround(low + draw.next() * (high - low));
    return { feature, threshold: threshold >= high || threshold < low ? low : threshold };
  }
  return null;
}
