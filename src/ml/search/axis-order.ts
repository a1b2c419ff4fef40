/**
 * The settings of one space in the order of their positions on each axis. Each is put into its place once, when it is added;
 * what an estimator is made of, a part of them, is then in order without being sorted.
 */
export class AxisOrder {
  readonly #settings: Float64Array[] = [];
  /** By axis: the numbers of the settings that have the parameter, ascending by position. */
  readonly #ascending: readonly number[][];

  constructor(nAxes: number) {
    this.#ascending = Array.from({ length: nAxes }, () => []);
  }

  /** How many settings were added. */
  get size(): number {
    return this.#settings.length;
  }

  /**
   * Adds the positions (nAxes) of a setting, NaN where it doesn't have the parameter.
   * @returns its number: 0, 1, 2 ...
   */
  add(positions: Float64Array): number {
    const number = this.#settings.push(positions) - 1;
    for (const [a, ascending] of this.#ascending.entries()) {
      if (!Number.isNaN(positions[a]!)) ascending.splice(this.#placeOf(positions[a]!, a), 0, number);
    }
    return number;
  }

  /**
   * The kernels in the order of their positions on an axis, those at the same position in their own order.
   * @param kernelOf (size): the kernel of each setting, or -1
   * @param positions (nKernels): their positions on this axis
   * @returns as many as have a position
   */
  kernelsOn(a: number, kernelOf: Int32Array, positions: Float64Array): Int32Array {
    const kernels = new Int32Array(positions.length);
    let count = 0;
    for (const number of this.#ascending[a]!) {
      const kernel = kernelOf[number]!;
      if (kernel < 0) continue;
      let i = count++;
      for (; i > 0 && kernels[i - 1]! > kernel && positions[kernels[i - 1]!] === positions[kernel]; i--) {
        kernels[i] = kernels[i - 1]!;
      }
      kernels[i] = kernel;
    }
    return kernels.subarray(0, count);
  }

  /** The first place on axis `a` whose position is larger. */
  #placeOf(position: number, a: number): number {
    const ascending = this.#ascending[a]!;
    let [low, high] = [0, ascending.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#settings[ascending[middle]!]![a]! <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
