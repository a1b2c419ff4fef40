import type { TrainingKernel } from "../../kernels/training-kernel.ts";
import type { GrownNode } from "../trees/growth.ts";
import { leafValue, UNBOUNDED } from "../trees/splitting.ts";
import { type Loss, type LossArrays, MOST_PARTS, QUANTILE_TABLE } from "./losses/loss.ts";
import { keepOrder } from "./monotone.ts";

type Leaf = Extract<GrownNode, { leaf: true }>;

/** What the values of leaves are made with. */
export interface LeafRules {
  readonly l1: number;
  readonly l2: number;
  /** See {@link keepOrder}. */
  readonly monotone: Int8Array | null;
  /** Takes the sums from full-precision gradients instead of the integers that the tree was grown on. */
  readonly refitLeaves: boolean;
}

/** Where a tree's rows stand: one output's columns, and what their sums can reach. */
export interface LeafRows {
  readonly arrays: LossArrays;
  /** Column of this output. */
  readonly output: number;
  /** Rows of the tree. */
  readonly n: number;
  /** Largest |g|, h and weight of a row. */
  readonly topG: number;
  readonly topH: number;
  readonly topWeight: number;
}

/** The tree with the values that its loss wants in its leaves, before the learning rate. Whoever reads leaves wants them gathered. */
export function withLeafValues(
  kernel: TrainingKernel,
  loss: Loss,
  rows: LeafRows,
  rules: LeafRules,
  nodes: readonly GrownNode[],
): GrownNode[] {
  const isAsGrown = loss.leafRefit === undefined && loss.leafStep === undefined && !rules.refitLeaves;
  if (isAsGrown) return rules.monotone === null ? [...nodes] : keepOrder([...nodes], rules.monotone);
  const leaves = nodes.filter((node) => node.leaf);
  const values = valuesOf(kernel, loss, rows, rules, leaves);
  let next = 0;
  const valued = nodes.map((node) => (node.leaf ? { ...node, value: values[next++]! } : node));
  return rules.monotone === null ? valued : keepOrder(valued, rules.monotone);
}

function valuesOf(
  kernel: TrainingKernel,
  loss: Loss,
  rows: LeafRows,
  rules: LeafRules,
  leaves: readonly Leaf[],
): number[] {
  if (loss.leafRefit !== undefined) return residualValues(kernel, loss.leafRefit, rows, leaves);
  const newton = rules.refitLeaves ? refittedValues(kernel, rows, rules, leaves) : leaves.map(({ value }) => value);
  return loss.leafStep === undefined ? newton : newton.map(loss.leafStep);
}

function refittedValues(kernel: TrainingKernel, rows: LeafRows, rules: LeafRules, leaves: readonly Leaf[]): number[] {
  const { arrays, output, n, topG, topH } = rows;
  const [g, h] = [arrays.g, arrays.h].map((at) => at + output * arrays.pitch * 4) as [number, number];
  const [gScale, hScale] = [exactScale(n, topG), exactScale(n, topH)];
  inParts(
    kernel,
    "sumGradients",
    leaves.map((leaf, i) => [leaf.lists[0]!.entries, leaf.n, g, h, gScale, hScale, arrays.scratch + 16 * i]),
  );
  const sums = kernel.float64(arrays.scratch, 2 * leaves.length);
  return leaves.map((_, i) => leafValue(sums[2 * i]!, sums[2 * i + 1]!, { ...rules, ...UNBOUNDED }));
}

function residualValues(
  kernel: TrainingKernel,
  { quantile, addCutMean }: NonNullable<Loss["leafRefit"]>,
  { arrays, n, topWeight }: LeafRows,
  leaves: readonly Leaf[],
): number[] {
  const { scores, targets, weights, parameter: delta } = arrays;
  const out = arrays.scratch;
  let scratch = out + 8 * leaves.length;
  inParts(
    kernel,
    "residualQuantile",
    leaves.map((leaf, i) => {
      const own = scratch;
      scratch += QUANTILE_TABLE + 8 * leaf.n;
      return [leaf.lists[0]!.entries, leaf.n, scores, targets, weights, quantile, 0, own, out + 8 * i];
    }),
  );
  const medians = Array.from(kernel.float64(out, leaves.length));
  if (!addCutMean) return medians;
  const scale = exactScale(n, delta * topWeight);
  inParts(
    kernel,
    "sumCutResiduals",
    leaves.map((leaf, i) => [
      leaf.lists[0]!.entries,
      leaf.n,
      scores,
      targets,
      weights,
      medians[i]!,
      delta,
      scale,
      out + 8 * i,
    ]),
  );
  const sums = kernel.float64(out, leaves.length);
  return leaves.map((leaf, i) => medians[i]! + sums[i]! / leaf.weight);
}

/** About 2^61: below what 63 bits hold, with room for rounding. */
const LARGEST_SUM = 256 * Number.MAX_SAFE_INTEGER;

/** A power of two by which n terms of at most `top` may be multiplied before they are summed as 63-bit integers. */
function exactScale(n: number, top: number): number {
  let scale = 1;
  const room = LARGEST_SUM / (Math.max(1, n) * Math.max(top, 1e-300));
  while (scale * 2 <= room) scale *= 2;
  while (scale > room) scale /= 2;
  return scale;
}

function inParts(
  kernel: TrainingKernel,
  name: Parameters<TrainingKernel["each"]>[0],
  parts: readonly (readonly number[])[],
): void {
  for (let first = 0; first < parts.length; first += MOST_PARTS) {
    kernel.each(name, parts.slice(first, first + MOST_PARTS));
  }
}
