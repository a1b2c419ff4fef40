import { codeColumn } from "./column-access.ts";
import { DataReader } from "./read-data.ts";
import type { FittedTransformer, TransformerDefinition } from "./transformer.ts";

/**
 * Text as a bag of hashed words and word pairs: no vocabulary to keep, nothing unseen at serving. Counts are signed by the hash (so
 * that collisions cancel on average) and scaled to length 1. Missing and empty texts are all zeros.
 * @see https://arxiv.org/abs/0902.2206 (feature hashing)
 */
export const hashedText: TransformerDefinition = {
  name: "hashedText",
  summary: "Words, and runs of words, counted into a fixed number of hashed features, scaled to length 1.",
  kinds: ["text", "category", "id", "constant"],
  parameters: {
    buckets: { type: "integer", default: 256, low: 2, high: 65_536, summary: "Number of features." },
    words: { type: "integer", default: 2, low: 1, high: 4, summary: "Longest run of words that is counted." },
  },
  needsTarget: false,
  fit: ({ name, params }) => fitted(name, Number(params["buckets"]), Number(params["words"])),
  load(data) {
    const reader = new DataReader(data, "hashedText", ["name", "buckets", "words"]);
    return fitted(reader.text("name"), reader.integer("buckets", 2, 65_536), reader.integer("words", 1, 4));
  },
};

function fitted(name: string, buckets: number, words: number): FittedTransformer {
  return {
    transformer: "hashedText",
    features: Array.from({ length: buckets }, (_, k) => ({ name: `${name}: words #${k}`, kind: "numeric" })),
    transform(column, into) {
      const { codes, dictionary } = codeColumn(name, column);
      for (const out of into) out.fill(0);
      const bags: (Map<number, number> | undefined)[] = new Array(dictionary.length);
      for (let i = 0; i < codes.length; i++) {
        const code = codes[i]!;
        if (code < 0) continue;
        const bag = (bags[code] ??= bagOf(dictionary[code]!, buckets, words));
        for (const [bucket, value] of bag) into[bucket]![i] = value;
      }
    },
    toData: () => ({ name, buckets, words }),
  };
}

function bagOf(text: string, buckets: number, longest: number): Map<number, number> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const bag = new Map<number, number>();
  for (let start = 0; start < words.length; start++) {
    let hash = offsetBasis;
    for (let length = 1; length <= longest && start + length <= words.length; length++) {
      hash = fnv1a(words[start + length - 1]!, length === 1 ? hash : fnv1a(" ", hash));
      const mixed = finish(hash);
      const bucket = (mixed >>> 1) % buckets;
      bag.set(bucket, (bag.get(bucket) ?? 0) + ((mixed & 1) === 0 ? 1 : -1));
    }
  }
  let squares = 0;
  for (const value of bag.values()) squares += value * value;
  const length = Math.sqrt(squares);
  if (length > 0) for (const [bucket, value] of bag) bag.set(bucket, value / length);
  return bag;
}

const offsetBasis = 0x811c9dc5;

/** FNV-1a over UTF-16 code units, both bytes of each. */
function fnv1a(text: string, start: number): number {
  let hash = start;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  return hash >>> 0;
}

/** Murmur3's finaliser: FNV's low bits alone are too regular for a bucket. */
function finish(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
