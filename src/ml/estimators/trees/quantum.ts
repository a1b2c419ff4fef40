/**
 * Levels of a rounded gradient or target: as many as 16 bits hold and the sum over all rows leaves 32 bits for, so that a
 * sum can't overflow. At a million rows these are 2146 levels, at ten million 213; quality doesn't notice before about 15.
 */
export function quantumFor(nRows: number): number {
  const quantum = Math.min(32766, Math.floor(0x7fffffff / Math.max(1, nRows)) - 1);
  if (quantum < 15) throw new RangeError(`${nRows} rows leave too few levels for sums of 32 bits`);
  return quantum;
}
