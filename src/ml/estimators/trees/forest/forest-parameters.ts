import { classWeightParameter } from "../../class-weight.ts";
import type { ParameterTable } from "../../parameters.ts";

/** What random forests and extra trees have in common. */
export const forestParameters = {
  trees: { type: "integer", default: 100, low: 1, high: 10_000, summary: "Number of trees." },
  minSamplesLeaf: {
    type: "integer",
    default: null,
    low: 1,
    high: 1_000_000_000,
    nullable: true,
    search: { low: 1, high: 20, log: true },
    summary: "Fewest drawn samples of a leaf; null: 5 for two classes, whose probabilities gain by it, else 1.",
  },
  maxDepth: {
    type: "integer",
    default: null,
    low: 1,
    high: 1000,
    nullable: true,
    summary: "Most splits on a path; null: no limit.",
  },
  featureSample: {
    type: "number",
    default: null,
    low: 0,
    exclusiveLow: true,
    high: 1,
    nullable: true,
    search: { low: 0.2, high: 1 },
    summary:
      "Share of the features tried at a split; null: the square root of their number for classes, half for values.",
  },
  rowSample: {
    type: "number",
    default: 1,
    low: 0,
    exclusiveLow: true,
    high: 1,
    search: { low: 0.5, high: 1 },
    summary: "Rows drawn for each tree, as a share of all.",
  },
  bins: { type: "integer", default: 255, low: 2, high: 255, summary: "Most bins of a numeric feature." },
  classWeight: classWeightParameter,
} as const satisfies ParameterTable;

/** Which forest is fitted; parameters come from {@link forestParameters}. */
export interface ForestKind {
  readonly name: string;
  readonly cuts: "best" | "drawn";
  /** Share of the features tried at a split of values, where the user names none. */
  readonly featureShareOfValues: number;
}
