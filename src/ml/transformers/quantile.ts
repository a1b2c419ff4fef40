/**
 * Quantiles without sorting everything (quickselect); linear interpolation between neighbours, as numpy's default.
 * @param values finite; reordered in place @param q 0..1
 */
export function quantileInPlace(values: Float64Array, q: number): number {
  const position = (values.length - 1) * q;
  const low = Math.floor(position);
  const lower = select(values, low);
  if (low === position) return lower;
  let upper = Number.POSITIVE_INFINITY;
  for (let i = low + 1; i < values.length; i++) if (values[i]! < upper) upper = values[i]!;
  return lower + (upper - lower) * (position - low);
}

/** The values that aren't NaN, as a copy. */
export function presentValues(values: Float64Array): Float64Array {
  const present = new Float64Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const x = values[i]!;
    if (!Number.isNaN(x)) present[count++] = x;
  }
  return present.subarray(0, count);
}

/** Their sum, from the first on. */
export function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}

/** Puts the k-th smallest at k, no larger ones before it and no smaller ones after. */
function select(values: Float64Array, k: number): number {
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const pivot = middleOfThree(values[left]!, values[(left + right) >> 1]!, values[right]!);
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i <= j) {
        const held = values[i]!;
        values[i++] = values[j]!;
        values[j--] = held;
      }
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else break;
  }
  return values[k]!;
}

function middleOfThree(a: number, b: number, c: number): number {
  return a < b ? (b < c ? b : a < c ? c : a) : a < c ? a : b < c ? c : b;
}
