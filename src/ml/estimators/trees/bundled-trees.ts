import type { BinColumns, Bundle, BundleMember } from "./bundles.ts";
import type { GrownNode } from "./growth.ts";

/** A tree over columns as one over features: splits of bundles become their member's, by its own bins. */
export function treeOfFeatures(nodes: readonly GrownNode[], columns: BinColumns): GrownNode[] {
  return nodes.map((node) => {
    if (node.leaf) return node;
    const bins = columns.bins[node.split.feature]!;
    if (bins.kind !== "bundle") {
      return { ...node, split: { ...node.split, feature: columns.features[node.split.feature]! } };
    }
    const { feature } = memberOf(bins, node.split.set!, node.missingLeft);
    return { ...node, split: { ...node.split, feature, set: null }, missingLeft: node.isLeftLarger };
  });
}

/** The member whose bins part from the usual ones. */
function memberOf({ bins, members }: Bundle, set: Uint8Array, usualLeft: boolean): BundleMember {
  let bin = 1;
  while (bin < bins - 1 && (((set[bin >> 3]! >> (bin & 7)) & 1) === 1) === usualLeft) bin++;
  return members.findLast(({ first }) => first <= bin)!;
}
