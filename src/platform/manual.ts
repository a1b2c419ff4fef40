import type { Machine } from "./machine.ts";
import type { Platform } from "./platform.ts";
import type { Processes, ProcessIdentity } from "./process-identity.ts";
import type { Random } from "./random.ts";
import { systemPlatform } from "./system.ts";
import { ticks } from "./ticks.ts";

/** A platform whose times stand still until they are moved: for tests and simulations. */
export interface ManualPlatform extends Platform {
  readonly processes: ManualProcesses;
  /**
   * Moves both times by `ms` and fires what waits for a time on the way: in the order of time, then of registration. Each
   * sees exactly its own time, and everything that follows from it without waiting for disk, network or another time
   * happens before the next one fires; a wait that begins on the way is part of it. Where nothing waits, the times have
   * moved when the call returns.
   */
  advance(ms: number): Promise<void>;
  /** Moves only the wall clock, forward or back, and fires the `clock.at` that it has now reached. */
  jump(ms: number): Promise<void>;
}

/** Processes that a test makes and ends. */
export interface ManualProcesses extends Processes {
  /** Which processes of this machine are alive beside this one, by process id; default: none. */
  readonly alive: Set<number>;
}

/** What a manual platform begins with. */
export interface ManualOptions {
  /** The wall clock, milliseconds since 1970-01-01 UTC; default 0. */
  readonly startMs?: number;
  /** Of its random bytes; default 0. Names are unique within one platform only. */
  readonly seed?: number;
}

/** The most turns of the event loop that one firing may take. */
const mostTurns = 100_000;

/**
 * @example
 * const platform = manualPlatform({ startMs: Date.UTC(2026, 0, 1) });
 * const waiting = platform.machine.after(1000);
 * await platform.advance(1000);
 * await waiting;
 */
export function manualPlatform({ startMs = 0, seed = 0 }: ManualOptions = {}): ManualPlatform {
  const time = new ManualTime(startMs);
  const wait = (ms: number, signal?: AbortSignal): Promise<void> => time.wait("machine", time.elapsedMs + ms, signal);
  const elapsedMs = (): number => time.elapsedMs;
  const machine: Machine = {
    elapsedMs,
    after: wait,
    every: (ms, signal) => ticks(elapsedMs, (left) => wait(left, signal).catch(() => {}), ms, signal),
    turn: () => time.turn(),
  };
  return {
    clock: { now: () => time.wallMs, at: (timeMs, signal) => time.wait("wall", timeMs, signal) },
    machine,
    random: seededRandom(seed),
    processes: manualProcesses(),
    advance: (ms) => time.advance(ms),
    jump: (ms) => time.jump(ms),
  };
}

interface Waiter {
  readonly of: "machine" | "wall";
  readonly timeMs: number;
  readonly fire: () => void;
}

class ManualTime {
  elapsedMs = 0;
  /** Wall time less elapsed time. */
  #offsetMs: number;
  /** In order of registration. */
  readonly #waiters = new Set<Waiter>();
  #turning = 0;
  #moving = false;

  constructor(startMs: number) {
    this.#offsetMs = startMs;
  }

  get wallMs(): number {
    return this.#offsetMs + this.elapsedMs;
  }

  async wait(of: Waiter["of"], timeMs: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (of === "wall" && timeMs <= this.wallMs) return;
    await new Promise<void>((resolve, reject) => {
      const end = (settle: () => void): void => {
        this.#waiters.delete(waiter);
        signal?.removeEventListener("abort", abort);
        settle();
      };
      const waiter: Waiter = { of, timeMs, fire: () => end(resolve) };
      const abort = (): void => end(() => reject(signal?.reason));
      signal?.addEventListener("abort", abort);
      this.#waiters.add(waiter);
    });
  }

  async turn(): Promise<void> {
    this.#turning++;
    await systemPlatform.machine.turn();
    this.#turning--;
  }

  advance(ms: number): Promise<void> {
    const end = this.elapsedMs + Math.max(0, ms);
    return this.#move(async () => {
      for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
        this.elapsedMs = Math.max(this.elapsedMs, this.#dueMs(next));
        next.fire();
        await this.#settle();
      }
      this.elapsedMs = end;
    });
  }

  jump(ms: number): Promise<void> {
    return this.#move(async () => {
      this.#offsetMs += ms;
      const due = (): Waiter | undefined =>
        [...this.#waiters]
          .filter((waiter) => waiter.of === "wall" && waiter.timeMs <= this.wallMs)
          .reduce<Waiter | undefined>((first, one) => (first && first.timeMs <= one.timeMs ? first : one), undefined);
      for (let next = due(); next !== undefined; next = due()) {
        next.fire();
        await this.#settle();
      }
    });
  }

  async #move(work: () => Promise<void>): Promise<void> {
    if (this.#moving) throw new Error("this platform's time is being moved already: await the earlier call first");
    this.#moving = true;
    try {
      await work();
    } finally {
      this.#moving = false;
    }
  }

  /** The first waiter due by `endMs`, of equals the one that was registered first. */
  #next(endMs: number): Waiter | undefined {
    let first: Waiter | undefined;
    for (const waiter of this.#waiters) {
      if (this.#dueMs(waiter) <= endMs && (first === undefined || this.#dueMs(waiter) < this.#dueMs(first))) {
        first = waiter;
      }
    }
    return first;
  }

  #dueMs({ of, timeMs }: Waiter): number {
    return of === "wall" ? timeMs - this.#offsetMs : timeMs;
  }

  async #settle(): Promise<void> {
    for (let turns = 0; turns < mostTurns; turns++) {
      await systemPlatform.machine.turn();
      if (this.#turning === 0) return;
    }
    throw new Error(`what this time set off still takes turns after ${mostTurns}: it never ends`);
  }
}

function manualProcesses(): ManualProcesses {
  const self: ProcessIdentity = { host: "manual", machine: "0".repeat(12), pid: 1, started: "1" };
  const alive = new Set<number>();
  return {
    self,
    alive,
    isAlive: ({ machine, pid, started }) => {
      if (machine !== self.machine) return "unknown";
      return pid === self.pid ? started === self.started : alive.has(pid);
    },
  };
}

/** Mulberry32: small, and the same numbers everywhere. */
function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const bytes = (count: number): Uint8Array => Uint8Array.from({ length: count }, () => next() >>> 24);
  return {
    bytes,
    name: () => Buffer.from(bytes(8)).toString("hex"),
    integer: (limit) => Math.floor((next() / 2 ** 32) * limit),
  };
}
