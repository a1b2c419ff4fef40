import type { FastifyReply, FastifyRequest } from "fastify";
import { fail } from "../errors/index.ts";
import type { Caller } from "./caller.ts";
import type { AppContext, Route } from "./context.ts";
import type { Input } from "./contract/contract.ts";
import type { Parameter } from "./contract/query.ts";
import { EventStream, Reply } from "./reply.ts";
import { describeJson, invalid } from "./routes/rows-body.ts";
import { sendEvents } from "./send-events.ts";

/** A route as the framework's handler: reads the input, asks the route's own handler, sends what it answers. */
export function answerRoute(
  route: Route,
  context: AppContext,
): (request: FastifyRequest, reply: FastifyReply) => unknown {
  const query = Object.entries(route.query ?? {});
  return (request, reply) => {
    const answer = route.handle(inputOf(request, route, query), request.caller, context);
    return answer instanceof Promise
      ? answer.then((settled: unknown) => send(reply, settled, context))
      : send(reply, answer, context);
  };
}

function inputOf(request: FastifyRequest, route: Route, query: readonly (readonly [string, Parameter])[]): Input {
  const { body, raw } = request;
  return {
    params: request.params as Input["params"],
    query: readQuery(query, request.query as Readonly<Record<string, unknown>>),
    body: route.checksBody === true ? checkedBody(route, body) : body,
    path: raw.url!,
    host: raw.headers.host ?? "",
    onceKey: route.isOnce === true ? onceKeyOf(request) : undefined,
  };
}

/** @throws HTTP_BODY_INVALID for a parameter that isn't what the contract says */
function readQuery(
  parameters: readonly (readonly [string, Parameter])[],
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, { schema, expected }] of parameters) {
    const value = given[name];
    if (value === undefined) continue;
    const read = schema.safeParse(value);
    if (!read.success) throw invalid(`query parameter "${name}"`, expected, value);
    values[name] = read.data;
  }
  return values;
}

/** @throws HTTP_BODY_INVALID for the first member that the schema refuses */
function checkedBody({ body: schema }: Route, body: unknown): unknown {
  const read = schema!.safeParse(body);
  if (read.success) return read.data;
  const { path, message } = read.error.issues[0]!;
  const got = path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], body);
  const where = path.length === 0 ? "the body" : `"${path.join(".")}"`;
  throw fail("HTTP_BODY_INVALID", { where, expected: message, got: describeJson(got) });
}

/** @throws HTTP_REQUEST_INVALID for a key that is no short text */
function onceKeyOf({ headers }: FastifyRequest): string | undefined {
  const key = headers["idempotency-key"];
  if (key === undefined) return undefined;
  if (typeof key === "string" && /^[\x21-\x7e]{1,200}$/.test(key)) return key;
  throw fail("HTTP_REQUEST_INVALID", { reason: "the idempotency-key isn't 1 to 200 visible characters" });
}

function send(reply: FastifyReply, answer: unknown, context: AppContext): unknown {
  if (answer instanceof Reply) return reply.code(answer.status).headers(answer.headers).send(answer.body);
  if (answer instanceof EventStream) return sendEvents(reply, answer, context);
  return reply.send(answer);
}

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks. */
    caller: Caller;
  }
}
