/**
 * Where the threads of a team meet: shared words and the arguments of one job at a time.
 *
 * A job's parts are claimed by counting its ticket down, generation * 1024 + parts left, with a compare-and-exchange. A
 * thread that comes late holds an older ticket and gets nothing, so a job's fields may be rewritten as soon as its parts are
 * done. Whoever is free claims; a thread that never wakes costs nothing.
 */
const TICKET = 0;
const GENERATION = 16;
const DONE = 32;
const SLEEPERS = 48;
const WAITING = 49;
const KERNEL = 50;
const FUNCTION = 51;
const WIDTH = 52;
const PARTS = 53;
const FAILED = 54;
const CLOSED = 55;
const MESSAGE_BYTES = 56;
/** Two words a seat: the kernel that it lacks, and whether it has left. */
const SEATS = 64;
const WORDS = 64 + 2 * 256;
const MESSAGE_ROOM = 1024;
const ARGUMENTS_AT = WORDS * 4 + MESSAGE_ROOM;

/** Most parts of one job, and most arguments of one part. */
export const MOST_PARTS = 1023;
export const MOST_ARGUMENTS = 32;
/** Most threads beside the caller's. */
export const MOST_SEATS = 256;
/** Some 50 to 150 microseconds: most pauses within a tree are shorter, and a sleeping thread takes as long to wake. */
const SPINS = 20_000;

/** A view of the shared words; every thread of a team makes its own over the same memory. */
export class TeamBoard {
  readonly memory: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #args: Float64Array;
  readonly #message: Uint8Array;

  constructor(memory = new SharedArrayBuffer(ARGUMENTS_AT + MOST_PARTS * MOST_ARGUMENTS * 8)) {
    this.memory = memory;
    this.#words = new Int32Array(memory, 0, WORDS);
    this.#message = new Uint8Array(memory, WORDS * 4, MESSAGE_ROOM);
    this.#args = new Float64Array(memory, ARGUMENTS_AT);
  }

  /** Offers a job: function `index` of kernel `kernel`, once for each of `parts`. The job before must be over. */
  publish(kernel: number, index: number, parts: readonly (readonly number[])[]): void {
    const words = this.#words;
    const width = parts[0]!.length;
    if (parts.length > MOST_PARTS || width > MOST_ARGUMENTS)
      throw new RangeError("a job of too many parts or arguments");
    const args = this.#args;
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i]!;
      if (part.length !== width) throw new RangeError("the parts of a job take equally many arguments");
      for (let k = 0; k < width; k++) args[i * width + k] = part[k]!;
    }
    words[KERNEL] = kernel;
    words[FUNCTION] = index;
    words[WIDTH] = width;
    words[PARTS] = parts.length;
    words[FAILED] = 0;
    Atomics.store(words, DONE, 0);
    const generation = (Atomics.load(words, GENERATION) + 1) & 0x1fffff;
    Atomics.store(words, TICKET, (generation << 10) | parts.length);
    Atomics.store(words, GENERATION, generation);
    if (Atomics.load(words, SLEEPERS) > 0) Atomics.notify(words, GENERATION, parts.length - 1);
  }

  /**
   * Claims a part of the job on offer and gives its index, -1 if none is left.
   * @param isReady asked with the job's kernel; a thread that lacks it claims nothing
   */
  claim(isReady?: (kernel: number) => boolean): number {
    const words = this.#words;
    for (;;) {
      const ticket = Atomics.load(words, TICKET);
      const left = ticket & 1023;
      if (left === 0) return -1;
      const [kernel, parts] = [words[KERNEL]!, words[PARTS]!];
      if (isReady !== undefined && !isReady(kernel)) return -1;
      if (Atomics.compareExchange(words, TICKET, ticket, ticket - 1) === ticket) return parts - left;
    }
  }

  /** Function and kernel of the job of which this thread holds a part. */
  get job(): { readonly kernel: number; readonly index: number } {
    return { kernel: this.#words[KERNEL]!, index: this.#words[FUNCTION]! };
  }

  argumentsOf(part: number): number[] {
    const width = this.#words[WIDTH]!;
    const own: number[] = [];
    for (let k = 0; k < width; k++) own.push(this.#args[part * width + k]!);
    return own;
  }

  /** Parts that aren't the caller's own are over. */
  finish(count = 1): void {
    Atomics.add(this.#words, DONE, count);
    if (Atomics.load(this.#words, WAITING) === 1) Atomics.notify(this.#words, DONE);
  }

  /** The first failure of a job is kept; parts that nobody has claimed are withdrawn. */
  fail(reason: string): void {
    if (Atomics.compareExchange(this.#words, FAILED, 0, 1) === 0) {
      const bytes = new TextEncoder().encode(reason).subarray(0, MESSAGE_ROOM);
      this.#message.set(bytes);
      this.#words[MESSAGE_BYTES] = bytes.length;
    }
    this.withdraw();
  }

  /** What failed, or null. */
  get failure(): string | null {
    if (Atomics.load(this.#words, FAILED) === 0) return null;
    return new TextDecoder().decode(this.#message.slice(0, this.#words[MESSAGE_BYTES]!));
  }

  /**
   * Nobody can claim a part any more. Those that nobody had claimed count as finished: whoever takes them from the ticket says
   * so, so that the caller, who waits for all, can't be told of a number that another thread is about to change.
   */
  withdraw(): void {
    const words = this.#words;
    for (;;) {
      const ticket = Atomics.load(words, TICKET);
      const left = ticket & 1023;
      if (left === 0) return;
      if (Atomics.compareExchange(words, TICKET, ticket, ticket - left) !== ticket) continue;
      this.finish(left);
      return;
    }
  }

  /** Waits until `count` parts are finished or withdrawn, or `milliseconds` have gone by without one. */
  awaitFinished(count: number, milliseconds: number): boolean {
    const words = this.#words;
    for (let spin = 0; spin < SPINS; spin++) if (Atomics.load(words, DONE) >= count) return true;
    Atomics.store(words, WAITING, 1);
    let done = Atomics.load(words, DONE);
    while (done < count) {
      const outcome = Atomics.wait(words, DONE, done, milliseconds);
      done = Atomics.load(words, DONE);
      if (outcome === "timed-out" && done < count) break;
    }
    Atomics.store(words, WAITING, 0);
    return done >= count;
  }

  /** Parts that members have finished, and those that were withdrawn. */
  get finished(): number {
    return Atomics.load(this.#words, DONE);
  }

  get generation(): number {
    return Atomics.load(this.#words, GENERATION);
  }

  /** Waits for a job after generation `seen`, shortly awake and then asleep. @returns false if none came in time */
  awaitJob(seen: number, milliseconds: number): boolean {
    const words = this.#words;
    for (let spin = 0; spin < SPINS; spin++) if (Atomics.load(words, GENERATION) !== seen) return true;
    Atomics.add(words, SLEEPERS, 1);
    const outcome = Atomics.wait(words, GENERATION, seen, milliseconds);
    Atomics.sub(words, SLEEPERS, 1);
    return outcome !== "timed-out";
  }

  /** Notes that a member lacks a kernel (0: none), so that the caller hands it over again. */
  setLacking(seat: number, kernel: number): void {
    Atomics.store(this.#words, SEATS + 2 * seat, kernel);
  }

  lacking(seat: number): number {
    return Atomics.load(this.#words, SEATS + 2 * seat);
  }

  /** Notes that a member has left for good. */
  leave(seat: number): void {
    Atomics.store(this.#words, SEATS + 2 * seat + 1, 1);
  }

  hasLeft(seat: number): boolean {
    return Atomics.load(this.#words, SEATS + 2 * seat + 1) === 1;
  }

  close(): void {
    Atomics.store(this.#words, CLOSED, 1);
    Atomics.add(this.#words, GENERATION, 1);
    Atomics.notify(this.#words, GENERATION);
  }

  get isClosed(): boolean {
    return Atomics.load(this.#words, CLOSED) === 1;
  }
}
