import type { FastifyInstance, FastifyRequest } from "fastify";
import { mediaTypeError } from "./error-shape.ts";
import { parseJsonBody } from "./json-body.ts";
import { CsvBody } from "./mlflow/csv-body.ts";
import { withBinaryData } from "./open-inference/binary-body.ts";

/** Length in bytes of the JSON head of a body in the Open Inference Protocol's binary extension. */
const headLength = "inference-header-content-length";

/** The error for a body that the route doesn't read, told from its headers alone. */
export function contentError(request: FastifyRequest): Error | undefined {
  const { row } = request.routeOptions.config;
  if (row?.accepts === undefined) return undefined;
  const { headers } = request.raw;
  const encoding = headers["content-encoding"];
  if (encoding !== undefined && encoding !== "identity") {
    return mediaTypeError(`content encoding ${encoding}`, "sent without a content encoding");
  }
  const type = headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
  // The protocol's own clients send JSON without saying so. Browsers' requests are judged by their origin before this.
  if (type === undefined && row.protocol === "open-inference") return undefined;
  const isBinary = type !== "application/octet-stream" || headers[headLength] !== undefined;
  return type !== undefined && row.accepts.includes(type) && isBinary
    ? undefined
    : mediaTypeError(headers["content-type"], row.accepts.join(" or "));
}

/** How bodies are read, by content type. */
export function addBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("text/csv", { parseAs: "string" }, (_request, body, done) =>
    done(null, new CsvBody(body as string)),
  );
  // Everything else that `contentError` let pass: JSON, with or without binary data behind it.
  app.addContentTypeParser("*", { parseAs: "buffer" }, (request, body, done) => {
    try {
      done(null, parseBody(body as Buffer, request.headers[headLength]));
    } catch (error) {
      done(error as Error);
    }
  });
}

function parseBody(body: Buffer, length: string | string[] | undefined): unknown {
  if (length === undefined) return parseJsonBody(body);
  const head = Math.min(Number(length) || 0, body.length);
  return withBinaryData(parseJsonBody(body.subarray(0, head)), body.subarray(head));
}
