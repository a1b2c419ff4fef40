/**
 * The wall clock: what people and logs read. It may jump, so that nothing is ordered or timed by it: order comes from
 * sequence numbers, durations from {@link Machine}.
 */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
  /**
   * Resolves once the wall clock has reached `timeMs`, also where it got there by a jump (noticed within a minute). Keeps
   * the process alive.
   * @param signal when aborted, the promise rejects with its reason
   */
  at(timeMs: number, signal?: AbortSignal): Promise<void>;
}
