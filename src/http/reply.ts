/** An answer that is no plain JSON with status 200. */
export class Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Text as it is sent; an object is sent as JSON. */
  readonly body: unknown;

  constructor(body: unknown, { status = 200, headers = {} }: Partial<Pick<Reply, "status" | "headers">> = {}) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }
}

/** Text of a content type, in UTF-8. */
export function textReply(type: string, text: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return new Reply(text, { headers: { ...headers, "content-type": `${type}; charset=utf-8` } });
}

/** An event of a stream: its name, its data as JSON, and the place to go on from. */
export interface ServerEvent {
  readonly event: string;
  readonly data: unknown;
  /** What a client sends as `last-event-id` to go on after it. */
  readonly id?: string;
}

/** An answer that goes on until the client leaves or the server stops: server-sent events. */
export class EventStream {
  /** Begins the events; `signal` aborts when nobody listens any more. */
  readonly open: (signal: AbortSignal) => AsyncIterable<ServerEvent>;

  constructor(open: (signal: AbortSignal) => AsyncIterable<ServerEvent>) {
    this.open = open;
  }
}
