import type { RenewableClaim } from "./claim-renewal.ts";

/** What the thread is started with. */
export interface RenewalStart {
  /** The file of records. */
  readonly file: string;
  readonly shared: SharedArrayBuffer;
}

/** What the thread needs to know of a claim. */
export type HeldClaim = Pick<RenewableClaim, "key" | "token" | "ttlMs" | "stallMs" | "renewedAtMs">;

/** To the thread. "resume": the failure it waits on doesn't stop the store. */
export type RenewalRequest =
  | { readonly kind: "start"; readonly claim: HeldClaim }
  | { readonly kind: "stop"; readonly token: number }
  | { readonly kind: "resume" };

/**
 * From the thread. "ready": it runs. "failed": SQLite reported a failure after which the disk may be untrustworthy; the thread writes nothing
 * until it is told to go on.
 */
export type RenewalReply =
  | { readonly kind: "ready" }
  | { readonly kind: "lost"; readonly token: number; readonly reason: string }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };

/** Memory that both threads see. */
export interface SharedState {
  /** [0]: when the main thread last ticked, monotonic milliseconds. */
  readonly tick: BigInt64Array;
  /** [0]: grows with every request, and is what the thread sleeps on. [1]: 1 once the thread has to end. */
  readonly control: Int32Array;
}

export const sharedBytes = 16;

export function sharedState(memory: SharedArrayBuffer): SharedState {
  return { tick: new BigInt64Array(memory, 0, 1), control: new Int32Array(memory, 8, 2) };
}
