/**
 * Fills `table` with k! n! / (k + n + 1)! for k, n < size, row-major: the share of orders in which a player comes right after
 * k given ones and before n others. It is 1 / (n + 1) for k = 0, and k / (k + n + 1) of the one before.
 */
export function writeSubsetWeights(table: Float64Array, size: number): void {
  for (let k = 0; k < size; k++) {
    for (let n = 0; n < size; n++) {
      table[k * size + n] = k === 0 ? 1 / (n + 1) : (table[(k - 1) * size + n]! * k) / (k + n + 1);
    }
  }
}
