import { describe, expect, it } from "vitest";
import { inclusionPath, MerkleTree, rootFromPath } from "./merkle.ts";

/** The leaves and roots that implementations of Certificate Transparency (RFC 6962) are tested with. */
const leaves = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
] as const;
const roots = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
] as const;

describe("Merkle trees of RFC 6962", () => {
  it("have the roots of the reference implementation, however they are resumed", () => {
    let tree = new MerkleTree();
    for (const [size, root] of roots.entries()) {
      expect(tree.root()).toBe(root);
      tree = new MerkleTree(tree.size, tree.peaks);
      if (size < leaves.length) tree.add(leaves[size]!);
    }
  });

  it("prove each leaf by a short path, and no other leaf or place", () => {
    for (let size = 1; size <= 8; size++) {
      for (let index = 0; index < size; index++) {
        const path = inclusionPath(leaves.slice(0, size), index);
        expect(path.length).toBeLessThanOrEqual(3);
        expect(rootFromPath(leaves[index]!, index, size, path)).toBe(roots[size]);
        expect(rootFromPath("ff", index, size, path)).not.toBe(roots[size]);
        if (size > 1) {
          expect(rootFromPath(leaves[index]!, (index + 1) % size, size, path)).not.toBe(roots[size]);
          expect(rootFromPath(leaves[index]!, index, size, path.slice(1))).not.toBe(roots[size]);
        }
        expect(rootFromPath(leaves[index]!, index, size, [...path, roots[1]])).not.toBe(roots[size]);
      }
    }
  });

  it("have the audit path that RFC 6962 gives as an example", () => {
    // Section 2.1.3: the audit path of d0 of seven leaves is [b, h, l].
    const [b, h, l] = inclusionPath(leaves.slice(0, 7), 0);
    const tree = (of: readonly string[]): string => {
      const made = new MerkleTree();
      for (const leaf of of) made.add(leaf);
      return made.root();
    };
    expect([b, h, l]).toEqual([tree(leaves.slice(1, 2)), tree(leaves.slice(2, 4)), tree(leaves.slice(4, 7))]);
  });
});
