/** How many prediction requests, and how many bytes of their bodies, may be in work at once. */
export interface AdmissionLimits {
  readonly requests: number;
  readonly bodyBytes: number;
}

/**
 * Admission to the prediction routes: what is beyond the limits is refused at once (503) instead of waiting in a queue
 * without end, so that the requests taken stay fast and memory stays bounded.
 */
export class Admission {
  readonly limits: AdmissionLimits;
  #requests = 0;
  #bodyBytes = 0;

  constructor(limits: AdmissionLimits) {
    this.limits = limits;
  }

  get inFlight(): number {
    return this.#requests;
  }

  /** Takes a request with a body of this size in, unless that would go beyond the limits. The first one always fits. */
  enter(bodyBytes: number): boolean {
    if (this.#requests >= this.limits.requests) return false;
    if (this.#requests > 0 && this.#bodyBytes + bodyBytes > this.limits.bodyBytes) return false;
    this.#requests++;
    this.#bodyBytes += bodyBytes;
    return true;
  }

  leave(bodyBytes: number): void {
    this.#requests--;
    this.#bodyBytes -= bodyBytes;
  }
}
