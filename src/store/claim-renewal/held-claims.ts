import { renewalsPerTtl } from "./claim-renewal.ts";
import type { HeldClaim, RenewalReply } from "./renewal-messages.ts";

/** The result of one attempt to renew. */
export type Attempt =
  | { readonly kind: "renewed" }
  | { readonly kind: "gone" }
  /** Another connection holds the lock: soon again. */
  | { readonly kind: "busy"; readonly message: string }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };

/** What the rounds of a renewal thread depend on. */
export interface RoundOptions {
  readonly elapsedMs: () => number;
  /** When the main thread last ticked. */
  readonly lastTickMs: () => number;
  readonly renew: (claim: HeldClaim) => Attempt;
  readonly reply: (reply: RenewalReply) => void;
}

/** A lock is asked for again after this long. */
const busyMs = 10;
/** SQLite's families of failures that may mean a failed flush or damage: no write may follow before that is known. */
const grave = /^SQLITE_(IOERR|CORRUPT|NOTADB)/;

interface Entry {
  readonly claim: HeldClaim;
  renewedAtMs: number;
  lookAtMs: number;
}

/** The claims that the thread renews, and when it looks at which. */
export class HeldClaims {
  readonly #options: RoundOptions;
  readonly #entries = new Map<number, Entry>();
  #halted = false;

  constructor(options: RoundOptions) {
    this.#options = options;
  }

  start(claim: HeldClaim): void {
    const { renewedAtMs, ttlMs } = claim;
    this.#entries.set(claim.token, { claim, renewedAtMs, lookAtMs: renewedAtMs + ttlMs / renewalsPerTtl });
  }

  stop(token: number): void {
    this.#entries.delete(token);
  }

  resume(): void {
    this.#halted = false;
  }

  /** Looks at the claims that are due. @returns when to look again, monotonic; Infinity where nothing is held */
  round(): number {
    for (const entry of [...this.#entries.values()]) {
      const nowMs = this.#options.elapsedMs();
      if (entry.lookAtMs <= nowMs) this.#look(entry, nowMs);
    }
    return Math.min(...[...this.#entries.values()].map(({ lookAtMs }) => lookAtMs));
  }

  #look(entry: Entry, nowMs: number): void {
    const { claim } = entry;
    entry.lookAtMs = nowMs + claim.ttlMs / renewalsPerTtl;
    // A main thread that hangs must not keep others from the work; once it ticks again, the row says whose it is.
    if (nowMs - this.#options.lastTickMs() > claim.stallMs) return;
    const attempt: Attempt = this.#halted
      ? { kind: "busy", message: "an earlier renewal failed" }
      : this.#options.renew(claim);
    if (attempt.kind === "renewed") entry.renewedAtMs = nowMs;
    else if (attempt.kind === "gone") this.#lose(claim, "another owner took it over");
    else this.#failed(entry, attempt);
  }

  #failed(entry: Entry, attempt: Exclude<Attempt, { kind: "renewed" | "gone" }>): void {
    const nowMs = this.#options.elapsedMs();
    if (attempt.kind === "failed" && grave.test(attempt.code)) {
      this.#halted = true;
      this.#options.reply({ kind: "failed", code: attempt.code, message: attempt.message });
    }
    // A full disk may have room again before the claim's time is over.
    if (nowMs - entry.renewedAtMs >= entry.claim.ttlMs) {
      this.#lose(entry.claim, `it could not be renewed: ${attempt.message}`);
    } else if (attempt.kind === "busy") entry.lookAtMs = nowMs + busyMs;
  }

  #lose({ token }: HeldClaim, reason: string): void {
    this.#entries.delete(token);
    this.#options.reply({ kind: "lost", token, reason });
  }
}
