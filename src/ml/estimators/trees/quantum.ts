import { fail } from "../../../errors/index.ts";

const LEAST = 15;

/**
 * Levels of a rounded gradient or target: as many as 16 bits hold and the sum over all rows leaves 32 bits for, so that a
 * sum can't overflow. At a million rows these are 2146 levels, at ten million 213; quality doesn't notice before about 15.
 * @throws ML_TOO_LARGE above 134 million rows
 */
export function quantumFor(nRows: number): number {
  const quantum = Math.min(32766, Math.floor(0x7fffffff / Math.max(1, nRows)) - 1);
  if (quantum < LEAST) {
    throw fail("ML_TOO_LARGE", {
      what: "The fit",
      needs: `sums over ${nRows.toLocaleString("en-US")} rows`,
      most: "the 134 million for which sums of 32 bits leave enough levels",
      instead: "Fit on a sample of the rows.",
    });
  }
  return quantum;
}
