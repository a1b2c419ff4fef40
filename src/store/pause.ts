import type { Platform, Random } from "../platform/index.ts";

/** The n-th (from 0) waiting time of a retry: between half and all of 2, 4, 8 ... up to `maxMs`, so that rivals spread. */
export function backoffMs(attempt: number, maxMs: number, random: Random): number {
  const full = Math.min(maxMs, 2 ** Math.min(attempt + 1, 20));
  return Math.max(1, full / 2 + random.integer(Math.ceil(full / 2) + 1));
}

/** So many retries follow after a turn of the event loop, the later ones after a growing time. */
const turnsFirst = 3;

/** What may be tried again, and for how long. */
export interface RetryOptions {
  readonly platform: Platform;
  readonly retryable: (error: unknown) => boolean;
  readonly limitMs: number;
  /** The error of giving up, made of the time waited. */
  readonly onTimeout: (waitedMs: number) => unknown;
}

/**
 * Tries until `attempt` succeeds or fails with what isn't `retryable`, sleeping (not blocking) in between; gives up after `limitMs`.
 * @returns what `attempt` returned; on giving up, throws what `onTimeout` makes of the time waited
 */
export async function retry<T>(attempt: () => T, options: RetryOptions): Promise<T> {
  const { machine, random } = options.platform;
  const start = machine.elapsedMs();
  for (let tries = 0; ; tries++) {
    try {
      return attempt();
    } catch (error) {
      if (!options.retryable(error)) throw error;
      const waitedMs = machine.elapsedMs() - start;
      if (waitedMs > options.limitMs) throw options.onTimeout(waitedMs);
      // Where another store of this process holds the lock, its transaction ends within a turn or two.
      if (tries < turnsFirst) await machine.turn();
      else await machine.after(backoffMs(tries - turnsFirst, 40, random));
    }
  }
}
