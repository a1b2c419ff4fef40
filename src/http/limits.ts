/** Bounds that keep one client from harming the others. */
export interface Limits {
  /** Largest body, bytes. */
  readonly bodyBytes: number;
  /** Prediction requests in work at once; more are refused with 503. */
  readonly requestsInFlight: number;
  /** Bytes of prediction bodies in work at once. */
  readonly bodyBytesInFlight: number;
  /** Streams of events open at once; more are refused with 503. */
  readonly streams: number;
  /** Sockets open at once; more are closed when they connect. */
  readonly connections: number;
  /** Time for a request's head to arrive. */
  readonly headersTimeoutMs: number;
  /** Time for a whole request to arrive. */
  readonly requestTimeoutMs: number;
  /** A connection on which nothing moves for this long is closed; frees sockets whose client reads no more. */
  readonly idleTimeoutMs: number;
  /** How long a connection is kept for the next request. */
  readonly keepAliveMs: number;
  /** Time that requests in work have to end when the server stops. */
  readonly shutdownMs: number;
}

export const defaultLimits: Limits = {
  bodyBytes: 16 * 1024 * 1024,
  requestsInFlight: 256,
  bodyBytesInFlight: 128 * 1024 * 1024,
  streams: 256,
  connections: 4096,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  idleTimeoutMs: 60_000,
  keepAliveMs: 72_000,
  shutdownMs: 8_000,
};
