/** Streams of events that are open: so many at once and no more, and all of them end when the server stops. */
export class OpenStreams {
  readonly #most: number;
  readonly #stop = new AbortController();
  #open = 0;

  /** @param most at once */
  constructor(most: number) {
    this.#most = most;
  }

  get open(): number {
    return this.#open;
  }

  /** Aborts when the server stops. */
  get stopping(): AbortSignal {
    return this.#stop.signal;
  }

  /** Takes a stream in. @returns what to call when it ends; undefined where there are too many */
  enter(): (() => void) | undefined {
    if (this.#open >= this.#most || this.#stop.signal.aborted) return undefined;
    this.#open++;
    return () => void this.#open--;
  }

  close(): void {
    this.#stop.abort();
  }
}
