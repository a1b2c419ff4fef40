import { randomBytes, randomInt } from "node:crypto";
import { hostname } from "node:os";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "./clock.ts";
import type { Machine } from "./machine.ts";
import type { Platform } from "./platform.ts";
import type { Random } from "./random.ts";
import { systemProcesses } from "./system-processes.ts";
import { ticks } from "./ticks.ts";

/** A timer can't be set further ahead than this. */
const longestTimerMs = 2 ** 31 - 1;
/** The wall clock is looked at again at least this often: it may have jumped. */
const lookAgainMs = 60_000;

const machine: Machine = {
  elapsedMs,
  after: (ms, signal) => wait(ms, signal, true),
  every: (ms, signal) => ticks(elapsedMs, waitQuietly, ms, signal),
  turn: () => nextTurn(),
};

const clock: Clock = {
  now: () => Date.now(),
  async at(timeMs, signal) {
    for (let left = timeMs - Date.now(); left > 0; left = timeMs - Date.now()) {
      await wait(Math.min(left, lookAgainMs), signal, true);
    }
    signal?.throwIfAborted();
  },
};

const random: Random = {
  bytes: (count) => randomBytes(count),
  name: () => randomBytes(8).toString("hex"),
  integer: (limit) => randomInt(limit),
};

/**
 * The platform of this process. Only the root of a program or of a thread takes it; everything else is given one.
 */
export const systemPlatform: Platform = { clock, machine, random, processes: systemProcesses(hostname(), process.pid) };

function elapsedMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}

/** Timers may fire a fraction of a millisecond early, and can't be longer than 24 days. */
async function wait(ms: number, signal: AbortSignal | undefined, ref: boolean): Promise<void> {
  const end = elapsedMs() + ms;
  let left = ms;
  do {
    signal?.throwIfAborted();
    try {
      const options = signal === undefined ? { ref } : { ref, signal };
      await sleep(Math.min(Math.ceil(Math.max(0, left)), longestTimerMs), undefined, options);
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
    left = end - elapsedMs();
  } while (left > 0);
}

function waitQuietly(ms: number, signal: AbortSignal): Promise<void> {
  return wait(ms, signal, false).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
