import type { Socket } from "node:net";
import { fail } from "../errors/index.ts";
import type { Machine } from "../platform/index.ts";

/** Answers what isn't HTTP at all, or came too slowly, in our shape; no route has been reached then. */
export function answerClientError(error: Error & { code?: string }, socket: Socket, machine: Machine): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, reason] = reasonOf(error.code);
  const body = JSON.stringify(fail("HTTP_REQUEST_INVALID", { reason }).toBody());
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` +
      `x-content-type-options: nosniff\r\nconnection: close\r\n\r\n${body}`,
  );
  // A client that never reads must not keep the socket.
  const closed = new AbortController();
  socket.once("close", () => closed.abort());
  machine.after(1000, closed.signal).then(
    () => socket.destroy(),
    () => {},
  );
}

function reasonOf(code: string | undefined): readonly [string, string] {
  switch (code) {
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return ["408 Request Timeout", "it took too long to arrive"];
    case "HPE_HEADER_OVERFLOW":
      return ["431 Request Header Fields Too Large", "its headers are too large"];
    default:
      return ["400 Bad Request", "it can't be read as HTTP/1.1"];
  }
}
