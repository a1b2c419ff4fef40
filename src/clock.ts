/**
 * Time, injected wherever it is read: tests and simulations bring their own.
 * Order never comes from the clock (it may jump); it comes from sequence numbers.
 */
export interface Clock {
  /** Wall-clock time, milliseconds since 1970-01-01 UTC. May jump. */
  now(): number;
  /** Milliseconds from an arbitrary start; never goes back. For durations. */
  monotonicMs(): number;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
};

/** A clock that stands still until told to move; both times advance together. */
export function manualClock(startMs = 0): Clock & { advance(ms: number): void } {
  let elapsed = 0;
  return {
    now: () => startMs + elapsed,
    monotonicMs: () => elapsed,
    advance(ms: number) {
      elapsed += ms;
    },
  };
}
