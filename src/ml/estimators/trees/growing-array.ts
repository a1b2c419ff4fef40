type NumberArray = Float32Array | Int32Array | Uint32Array | Uint8Array;

/** A typed array that doubles when it is full: millions of nodes without an object or a boxed number each. */
export class GrowingArray<T extends NumberArray> {
  readonly #type: new (
    length: number,
  ) => T;
  #values: T;
  #length = 0;

  constructor(type: new (length: number) => T) {
    this.#type = type;
    this.#values = new type(1024);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) this.#growTo(this.#length + 1);
    this.#values[this.#length++] = value;
  }

  /** Appends a copy of `values`. */
  append(values: NumberArray): void {
    if (this.#length + values.length > this.#values.length) this.#growTo(this.#length + values.length);
    this.#values.set(values, this.#length);
    this.#length += values.length;
  }

  /** A copy of what was added. */
  toArray(): T {
    return this.#values.slice(0, this.#length) as T;
  }

  #growTo(length: number): void {
    const larger = new this.#type(Math.max(length, 2 * this.#values.length));
    larger.set(this.#values);
    this.#values = larger;
  }
}
