/** The machine's own time and waits: never goes back, and knows no date. */
export interface Machine {
  /**
   * Milliseconds from an arbitrary start. Never goes back, and can be compared between the threads and processes of one
   * boot of one machine (see `ProcessIdentity.machine`).
   */
  elapsedMs(): number;
  /**
   * Resolves after `ms` milliseconds, never early. Keeps the process alive.
   * @param signal when aborted, the promise rejects with its reason and the timer is gone
   */
  after(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * A tick every `ms` milliseconds, the first one `ms` after iteration begins; each is the `elapsedMs` at which it came. A
   * late tick is one tick, not several. Doesn't keep the process alive; ends quietly when the signal is aborted.
   */
  every(ms: number, signal: AbortSignal): AsyncIterable<number>;
  /** Lets the event loop turn once, so that long work in slices doesn't hold up everything else. */
  turn(): Promise<void>;
}
