import type { Target } from "../frame/target.ts";
import { random } from "../random.ts";

/**
 * Rows dealt out to folds, class by class, each class in a seeded order; each fold ascending.
 * A class too small to spare a row for each fold stands whole in the last one.
 */
export function foldsOf(rows: Uint32Array, y: Target, seed: number, count: number): Uint32Array[] {
  const strata: number[][] = [];
  for (const row of rows) (strata[y.kind === "classes" ? y.codes[row]! : 0] ??= []).push(row);
  const folds: number[][] = Array.from({ length: count }, () => []);
  const draw = random(seed, "folds");
  let next = 0;
  for (const stratum of strata) {
    if (stratum === undefined) continue;
    draw.shuffle(stratum);
    const dealt = stratum.length >= count ? stratum : [];
    for (const row of dealt) folds[next++ % count]!.push(row);
    if (dealt.length === 0) folds.at(-1)!.push(...stratum);
  }
  return folds.map((fold) => Uint32Array.from(fold).sort());
}

/** The rows of all folds but one, ascending. */
export function rowsWithout(folds: readonly Uint32Array[], k: number): Uint32Array {
  const others = folds.filter((_, i) => i !== k);
  const all = new Uint32Array(others.reduce((sum, fold) => sum + fold.length, 0));
  let at = 0;
  for (const fold of others) {
    all.set(fold, at);
    at += fold.length;
  }
  return all.sort();
}
