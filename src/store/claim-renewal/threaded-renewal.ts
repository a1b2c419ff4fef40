import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { type Platform, workerEntry } from "../../platform/index.ts";
import { type ClaimRenewal, type RenewableClaim, renewalsPerTtl } from "./claim-renewal.ts";
import {
  type HeldClaim,
  type RenewalReply,
  type RenewalRequest,
  type RenewalStart,
  type SharedState,
  sharedBytes,
  sharedState,
} from "./renewal-messages.ts";

/** What a renewal on a thread of its own needs. */
export interface ThreadedRenewalOptions {
  readonly platform: Platform;
  /** The file of records. */
  readonly file: string;
  /**
   * Judges a failure of SQLite that may mean a failed flush, and stops the store where it does.
   * @returns whether the thread may go on
   */
  readonly onFailure: (error: Error & { readonly code: string }) => boolean;
  /** The script that the thread runs; default: the one beside this file. */
  readonly entry?: URL;
}

/** The main thread says so often that it isn't stuck; no `stallMs` can be told more finely than this. */
const tickMs = 250;
/** A claim that lasts less is taken only once the thread runs: that takes a tenth of a second, and seconds on a busy machine. */
const startsWithinMs = 10_000;
/** A thread that dies is started again, so many times in all. */
const mostStarts = 3;
/** A thread that is asked to end has this long before it is ended by force. */
const endMs = 5_000;
/** It renews a handful of rows. */
const limits = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 2, stackSizeMb: 1 };

/**
 * Renews claims on a thread of its own with its own connection, so that work on the main thread can't hold it up. The
 * thread starts with the first claim and doesn't keep the process alive.
 */
export function threadedRenewal(options: ThreadedRenewalOptions): ClaimRenewal {
  return new ThreadedRenewal(options);
}

class ThreadedRenewal implements ClaimRenewal {
  readonly #options: ThreadedRenewalOptions;
  readonly #memory = new SharedArrayBuffer(sharedBytes);
  readonly #shared: SharedState = sharedState(this.#memory);
  readonly #held = new Map<number, RenewableClaim>();
  #worker: Worker | undefined;
  /** Resolves once the newest thread runs, or has failed to. */
  #started = Promise.resolve();
  #starts = 0;
  #ticking: AbortController | undefined;
  #closed = false;

  constructor(options: ThreadedRenewalOptions) {
    this.#options = options;
  }

  async prepare(ttlMs: number): Promise<void> {
    if (ttlMs >= startsWithinMs || this.#closed) return;
    const worker = (this.#worker ??= this.#open());
    // While it is waited for, it is what the process lives for.
    worker.ref();
    await this.#started;
    worker.unref();
  }

  start(claim: RenewableClaim): void {
    this.#held.set(claim.token, claim);
    this.#tick();
    this.#worker ??= this.#open();
    this.#send({ kind: "start", claim: portable(claim) });
  }

  async stop({ token }: RenewableClaim): Promise<void> {
    this.#forget(token);
    this.#send({ kind: "stop", token });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const token of [...this.#held.keys()]) this.#forget(token);
    const worker = this.#worker;
    this.#worker = undefined;
    if (worker !== undefined) await this.#end(worker);
  }

  #open(): Worker {
    this.#starts++;
    const worker = new Worker(this.#options.entry ?? workerEntry(import.meta.url, "renewal-worker"), {
      workerData: { file: this.#options.file, shared: this.#memory } satisfies RenewalStart,
      // Without the process's own preloads: a loader of TypeScript, say, takes 15 MB a thread and is of no use to it.
      execArgv: [],
      resourceLimits: limits,
    });
    this.#started = new Promise((resolve) => {
      worker.once("message", () => resolve());
      worker.once("exit", () => resolve());
    });
    worker.on("message", (reply: RenewalReply) => this.#onReply(reply));
    worker.on("error", (error) => this.#onExit(worker, error.message));
    worker.on("exit", (code) => this.#onExit(worker, `it ended with code ${code}`));
    // Last: a listener of messages holds the process, too.
    worker.unref();
    return worker;
  }

  #send(request: RenewalRequest): void {
    this.#worker?.postMessage(request);
    this.#wake();
  }

  #wake(): void {
    Atomics.add(this.#shared.control, 0, 1);
    Atomics.notify(this.#shared.control, 0);
  }

  #onReply(reply: RenewalReply): void {
    if (reply.kind === "ready") return;
    if (reply.kind === "lost") {
      this.#lose(reply.token, reply.reason);
      return;
    }
    const error = Object.assign(new Error(reply.message), { code: reply.code });
    if (this.#options.onFailure(error)) this.#send({ kind: "resume" });
    else this.#loseAll(`it could not be renewed: ${reply.message}`);
  }

  /** Claims without a thread would end unnoticed. */
  #onExit(worker: Worker, reason: string): void {
    if (this.#closed || this.#worker !== worker) return;
    this.#worker = undefined;
    if (this.#held.size === 0) return;
    if (this.#starts >= mostStarts) {
      this.#loseAll(`the thread that renews it failed: ${reason}`);
      return;
    }
    this.#worker = this.#open();
    // The new thread looks at each at once; nothing tells when the old one last renewed it.
    const nowMs = this.#options.platform.machine.elapsedMs();
    for (const claim of this.#held.values()) {
      this.#send({ kind: "start", claim: { ...portable(claim), renewedAtMs: nowMs - claim.ttlMs / renewalsPerTtl } });
    }
  }

  #lose(token: number, reason: string): void {
    const claim = this.#held.get(token);
    this.#forget(token);
    claim?.onLost(reason);
  }

  #loseAll(reason: string): void {
    for (const token of [...this.#held.keys()]) {
      this.#send({ kind: "stop", token });
      this.#lose(token, reason);
    }
  }

  #forget(token: number): void {
    this.#held.delete(token);
    if (this.#held.size > 0) return;
    this.#ticking?.abort();
    this.#ticking = undefined;
  }

  /** Ticks now, and on while claims are held: the thread renews only for a main thread that does. */
  #tick(): void {
    const { machine } = this.#options.platform;
    const tick = (): bigint => Atomics.store(this.#shared.tick, 0, BigInt(Math.floor(machine.elapsedMs())));
    tick();
    if (this.#ticking !== undefined) return;
    this.#ticking = new AbortController();
    void forEach(machine.every(tickMs, this.#ticking.signal), tick);
  }

  async #end(worker: Worker): Promise<void> {
    const ended = once(worker, "exit").catch(() => {});
    Atomics.store(this.#shared.control, 1, 1);
    this.#wake();
    // Until it has ended, it is what the process lives for.
    worker.ref();
    const waiting = new AbortController();
    const late = this.#options.platform.machine.after(endMs, waiting.signal).then(() => worker.terminate());
    await Promise.race([ended, late]).finally(() => waiting.abort());
    await late.catch(() => {});
  }
}

function portable({ key, token, ttlMs, stallMs, renewedAtMs }: RenewableClaim): HeldClaim {
  return { key, token, ttlMs, stallMs, renewedAtMs };
}

async function forEach(ticks: AsyncIterable<number>, work: () => unknown): Promise<void> {
  for await (const _ of ticks) work();
}
