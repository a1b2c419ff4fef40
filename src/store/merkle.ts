import { createHash } from "node:crypto";

/**
 * Merkle trees as RFC 6962 (section 2.1) defines them, over leaves given as hexadecimal text of their bytes.
 * A root covers n leaves; that one leaf is among them is proved by about log2(n) hashes.
 * @see https://www.rfc-editor.org/rfc/rfc6962#section-2.1
 */

/** Hash of a leaf: SHA-256(0x00 || bytes). @param leaf hexadecimal */
export function leafHash(leaf: string): string {
  return sha256(Buffer.from("00", "hex"), Buffer.from(leaf, "hex"));
}

/** Hash of a node: SHA-256(0x01 || left || right). */
function nodeHash(left: string, right: string): string {
  return sha256(Buffer.from("01", "hex"), Buffer.from(left, "hex"), Buffer.from(right, "hex"));
}

/** A tree that only grows: it keeps the roots of its complete subtrees, the largest first, one for each bit of its size. */
export class MerkleTree {
  #size: number;
  readonly #peaks: string[];

  /** @param peaks of a tree of `size` leaves, as {@link peaks} gave them */
  constructor(size = 0, peaks: readonly string[] = []) {
    this.#size = size;
    this.#peaks = [...peaks];
  }

  get size(): number {
    return this.#size;
  }

  get peaks(): readonly string[] {
    return [...this.#peaks];
  }

  /** @param leaf hexadecimal */
  add(leaf: string): void {
    this.#peaks.push(leafHash(leaf));
    // Every trailing 1 of the size is a complete subtree that merges with the new one.
    for (let bits = this.#size; bits % 2 === 1; bits = (bits - 1) / 2) {
      const right = this.#peaks.pop()!;
      this.#peaks.push(nodeHash(this.#peaks.pop()!, right));
    }
    this.#size++;
  }

  /** Of no leaves: SHA-256 of nothing. */
  root(): string {
    if (this.#size === 0) return sha256();
    return this.#peaks.reduceRight((right, left) => nodeHash(left, right));
  }
}

/** The hashes from a leaf up to the root of a tree of `leaves`, nearest first. @param index from 0 */
export function inclusionPath(leaves: readonly string[], index: number): string[] {
  if (leaves.length <= 1) return [];
  const split = largestPowerBelow(leaves.length);
  return index < split
    ? [...inclusionPath(leaves.slice(0, split), index), rootOf(leaves.slice(split))]
    : [...inclusionPath(leaves.slice(split), index - split), rootOf(leaves.slice(0, split))];
}

/** The root that a leaf and its path lead to. @param size leaves of the tree @param index of the leaf, from 0 */
export function rootFromPath(leaf: string, index: number, size: number, path: readonly string[]): string | undefined {
  if (size === 1) return index === 0 && path.length === 0 ? leafHash(leaf) : undefined;
  if (size < 1 || index < 0 || index >= size || path.length === 0) return undefined;
  const [below, sibling] = [path.slice(0, -1), path.at(-1)!];
  const split = largestPowerBelow(size);
  if (index < split) {
    const left = rootFromPath(leaf, index, split, below);
    return left && nodeHash(left, sibling);
  }
  const right = rootFromPath(leaf, index - split, size - split, below);
  return right && nodeHash(sibling, right);
}

function rootOf(leaves: readonly string[]): string {
  const tree = new MerkleTree();
  for (const leaf of leaves) tree.add(leaf);
  return tree.root();
}

function largestPowerBelow(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

function sha256(...parts: readonly Buffer[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}
