import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { systemClock } from "../clock.ts";

/** Waits `ms`; rejects with the signal's reason when aborted. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  try {
    await sleep(ms, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

/** The n-th (from 0) waiting time of a retry: between half and all of 2, 4, 8 ... up to `maxMs`, so that rivals spread. */
export function backoffMs(attempt: number, maxMs: number): number {
  const full = Math.min(maxMs, 2 ** Math.min(attempt + 1, 20));
  return Math.max(1, full / 2 + randomInt(0, Math.ceil(full / 2) + 1));
}

/**
 * Tries until `attempt` succeeds or fails with what isn't `retryable`, sleeping (not blocking) in between; gives up after `limitMs`.
 * @returns what `attempt` returned; on giving up, throws what `onTimeout` makes of the time waited
 */
export async function retry<T>(
  attempt: () => T,
  options: { retryable: (error: unknown) => boolean; limitMs: number; onTimeout: (waitedMs: number) => unknown },
): Promise<T> {
  const start = systemClock.monotonicMs();
  for (let tries = 0; ; tries++) {
    try {
      return attempt();
    } catch (error) {
      if (!options.retryable(error)) throw error;
      const waitedMs = systemClock.monotonicMs() - start;
      if (waitedMs > options.limitMs) throw options.onTimeout(waitedMs);
      await pause(backoffMs(tries, 40));
    }
  }
}
