import type { BinnedMatrix } from "./binning.ts";
import type { Histograms, Sharing } from "./histograms.ts";
import type { LeafRules } from "./leaf-rules.ts";

/** What leaves are split with, whoever does it. */
export interface SplitterInput {
  readonly binned: BinnedMatrix;
  readonly rules: LeafRules;
  readonly histograms: Histograms;
  readonly sharing: Sharing;
  /** Address of float32 weights by row; 0: all are 1. */
  readonly weights: number;
  /** Weights times this are whole numbers, so that their sums are exact. */
  readonly weightScale: number;
}
