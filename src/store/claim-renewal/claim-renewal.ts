/** A claim that is held, as far as its renewal goes. */
export interface RenewableClaim {
  readonly key: string;
  /** Fencing token: names the claim among all that there ever were. */
  readonly token: number;
  /** How long a renewal lasts, milliseconds. It is renewed three times as often. */
  readonly ttlMs: number;
  /** The main thread may be silent this long, milliseconds; then the claim is left to others. */
  readonly stallMs: number;
  /** Monotonic time of its last renewal. */
  readonly renewedAtMs: number;
  /** Called at most once, with the reason for people: the claim's row is gone, or couldn't be renewed for the whole ttl. */
  onLost(reason: string): void;
}

/** Keeps the claims of one open store alive. */
export interface ClaimRenewal {
  /** Resolves once a claim that lasts so long can be taken and will be renewed in time. */
  prepare(ttlMs: number): Promise<void>;
  /** Renews the claim from now on. */
  start(claim: RenewableClaim): void;
  /** Renews it no more. What is under way may still end; it can't bring back a row that is deleted. */
  stop(claim: RenewableClaim): Promise<void>;
  /** Stops everything, and resolves once nothing of it holds the records open. */
  close(): Promise<void>;
}

/** A renewal is tried so many times before the claim's time is over. */
export const renewalsPerTtl = 3;
