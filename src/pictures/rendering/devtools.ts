import type { Readable, Writable } from "node:stream";

/** A conversation with a browser: a command and its answer. It ends, with every open command refused, when the browser does. */
export interface Devtools {
  /** @throws Error with the browser's own words */
  send<T = unknown>(method: string, params?: object, sessionId?: string): Promise<T>;
  /** Refuses what is open and all that comes. */
  end(reason: Error): void;
}

interface Reply {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/**
 * Chromium's DevTools protocol over two pipes: no port is opened that another program could use.
 * @see https://chromedevtools.github.io/devtools-protocol/
 */
export function devtools(toBrowser: Writable, fromBrowser: Readable): Devtools {
  const open = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let ended: Error | undefined;
  let last = 0;
  const receive = (text: string): void => {
    const { id, result, error } = JSON.parse(text) as Reply;
    const waiting = id === undefined ? undefined : open.get(id);
    if (waiting === undefined) return;
    open.delete(id!);
    if (error === undefined) waiting.resolve(result);
    else waiting.reject(new Error(error.message));
  };
  fromBrowser.on("data", messages(receive));
  const end = (reason: Error): void => {
    ended ??= reason;
    for (const { reject } of open.values()) reject(ended);
    open.clear();
  };
  // A browser that is gone is told of by its process, which says why; that a pipe is broken says nothing more.
  toBrowser.on("error", () => {});
  fromBrowser.on("error", () => {});
  return {
    send: <T>(method: string, params: object = {}, sessionId?: string) =>
      new Promise<T>((resolve, reject) => {
        if (ended !== undefined) return reject(ended);
        const id = ++last;
        open.set(id, { resolve: (value) => resolve(value as T), reject });
        toBrowser.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
      }),
    end,
  };
}

/** Cuts a stream of bytes into messages that end with a zero byte. */
function messages(receive: (text: string) => void): (chunk: Buffer) => void {
  let parts: Buffer[] = [];
  return (chunk) => {
    let from = 0;
    for (let zero = chunk.indexOf(0); zero !== -1; zero = chunk.indexOf(0, from)) {
      receive(Buffer.concat([...parts, chunk.subarray(from, zero)]).toString("utf8"));
      parts = [];
      from = zero + 1;
    }
    if (from < chunk.length) parts.push(chunk.subarray(from));
  };
}
