import type { Matrix } from "../../../frame/matrix.ts";
import type { FeatureBins } from "../feature-bins.ts";

/** What a forest learns from: rows of X, with a class each (classes > 0) or a value in [-top, top]. */
export interface ForestInput {
  readonly X: Matrix;
  readonly features: readonly FeatureBins[];
  /** Rows that take part, ascending; those of positive weight. */
  readonly rows: Uint32Array;
  /** By row of X. */
  readonly targets: Float32Array;
  /** Number of classes whose shares a leaf holds; 0 where it holds the mean target. */
  readonly classes: number;
  /** By row of X, null: all alike. How likely a row is drawn, or without replacement how often it counts. */
  readonly weights: Float64Array | null;
}

/** How trees are grown. */
export interface ForestRules {
  /** Fewest drawn rows of a leaf; a row counts as often as it was drawn. */
  readonly minSamplesLeaf: number;
  readonly maxDepth: number | null;
  /** Features tried at each split. */
  readonly featuresPerSplit: number;
  /** "best": every bin of a feature is tried. "drawn": one cut of it, at random. */
  readonly cuts: "best" | "drawn";
  /** Rows are drawn for each tree with replacement. */
  readonly bootstrap: boolean;
  /** Rows drawn for each tree, as a share of all. */
  readonly rowSample: number;
  readonly seed: number;
}
