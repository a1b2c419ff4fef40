import { once } from "node:events";
import type { FastifyReply } from "fastify";
import { fail } from "../errors/index.ts";
import type { AppContext } from "./context.ts";
import type { EventStream, ServerEvent } from "./reply.ts";

/** A quiet stream says so this often, so that nobody on the way takes it for dead. */
const heartbeatMs = 15_000;

/**
 * Sends server-sent events until they end, the client leaves, or the server stops. A client that reads slowly holds the
 * events back; it costs no memory.
 * @throws HTTP_OVERLOADED where too many streams are open
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export async function sendEvents(reply: FastifyReply, stream: EventStream, context: AppContext): Promise<FastifyReply> {
  const { streams } = context;
  const leave = streams.enter();
  if (leave === undefined) throw fail("HTTP_OVERLOADED", { inFlight: streams.open, retryAfterSeconds: 1 });
  const { raw } = reply;
  const gone = new AbortController();
  raw.once("close", () => gone.abort());
  const signal = AbortSignal.any([gone.signal, streams.stopping]);
  const headers = { ...reply.getHeaders(), "content-type": "text/event-stream; charset=utf-8" };
  reply.hijack();
  try {
    raw.writeHead(200, headers as Record<string, string>);
    raw.flushHeaders();
    const beating = beat(signal, (line) => raw.write(line), context);
    for await (const event of stream.open(signal)) {
      if (signal.aborted) break;
      if (!raw.write(linesOf(event))) await once(raw, "drain", { signal });
    }
    gone.abort();
    await beating;
  } catch (error) {
    // An event that can't be made ends the stream: the client asks again, from the last id.
    if (!signal.aborted) reply.log.error({ err: error }, "a stream of events failed");
  } finally {
    leave();
    raw.end();
  }
  return reply;
}

async function beat(signal: AbortSignal, write: (line: string) => void, { store }: AppContext): Promise<void> {
  while (!signal.aborted) {
    await store.platform.machine.after(heartbeatMs, signal).catch(() => {});
    if (!signal.aborted) write(": still here\n\n");
  }
}

function linesOf({ event, data, id }: ServerEvent): string {
  const place = id === undefined ? "" : `id: ${id}\n`;
  return `${place}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
