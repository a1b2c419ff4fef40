import swagger from "@fastify/swagger";
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from "fastify";
import { fail } from "../errors/index.ts";
import type { Deployments } from "../serving/index.ts";
import type { Store } from "../store/index.ts";
import { answerRoute } from "./answer-route.ts";
import { addBodies, contentError } from "./bodies.ts";
import { anyone, type Caller, type RequestHead } from "./caller.ts";
import type { AppContext, Route } from "./context.ts";
import type { AppPart } from "./contract/contract.ts";
import { answerOf, millraceErrorOf, protocolOfPath } from "./error-shape.ts";
import { Admission } from "./guards/admission.ts";
import { hostGuard } from "./guards/host.ts";
import { OpenStreams } from "./guards/open-streams.ts";
import { foreignOrigin } from "./guards/origin.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { serverMetrics } from "./metrics.ts";
import { type OpenApiDocument, schemaOfRoute, withModels } from "./openapi.ts";
import { methodsAt, routesOf } from "./routes-of.ts";
import { answerClientError } from "./socket-error.ts";

/** What an app is made of. */
export interface AppOptions {
  readonly store: Store;
  readonly deployments: Deployments;
  /** Millrace's version. */
  readonly version: string;
  /** Where defects are logged; default: nowhere. */
  readonly logger?: FastifyBaseLogger | undefined;
  /** Names beside localhost under which the server answers. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** Origins (`https://example.org`) whose pages may send predictions. */
  readonly allowedOrigins?: readonly string[] | undefined;
  readonly limits?: Partial<Limits> | undefined;
  /** Which of the two apps; default: both in one. */
  readonly part?: Exclude<AppPart, "both"> | undefined;
  /** Who asks, by the head of the request; default: anyone, who may read and predict. */
  readonly callerOf?: ((head: RequestHead) => Caller) | undefined;
}

/** An app that can be told to take no more requests. */
export interface App extends FastifyInstance {
  /** From now on, requests get 503 and their connections are closed after the answer. */
  refuseRequests(): void;
}

declare module "fastify" {
  interface FastifyContextConfig {
    /** The row of the table of routes; absent where none matched. */
    row?: Route;
  }
  interface FastifyRequest {
    /** When the request's head had arrived, on the monotonic clock. */
    startedMs: number;
  }
}

/** Nothing that we answer may run, be framed or be sniffed as something else; the docs page allows itself its own files. */
const securityHeaders = {
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
} as const;

/**
 * The whole HTTP surface as a Fastify app, not yet listening; `inject` asks it in process.
 * @example
 * const app = await createApp({ store, deployments, version });
 * const reply = await app.inject({ method: "POST", url: "/predict/iris", payload: { petal: 1.2 } });
 */
export async function createApp(options: AppOptions): Promise<App> {
  const limits = { ...defaultLimits, ...options.limits };
  const admission = new Admission({ requests: limits.requestsInFlight, bodyBytes: limits.bodyBytesInFlight });
  const { deployments } = options;
  const metrics = serverMetrics(
    () => admission.inFlight,
    () => deployments.list(),
  );
  let accepting = true;
  const app = newServer(limits, options);
  const context: AppContext = {
    ...options,
    metrics,
    admission,
    streams: new OpenStreams(limits.streams),
    routes: routesOf(options.part),
    accepting: () => accepting,
    openapi: () => withModels(app.swagger() as unknown as OpenApiDocument, deployments.list()),
  };
  app.addHook("onClose", () => metrics.close());
  app.addHook("preClose", async () => context.streams.close());
  addGuards(app, context, options);
  addAdmission(app, context, limits);
  addFarewell(app, context);
  addErrors(app, context, limits);
  addBodies(app);
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Millrace",
        version: options.version,
        description: "Predictions from gated, registered model versions.",
      },
    },
  });
  app.register(async (scope) => {
    for (const route of context.routes) addRoute(scope, route, context);
  });
  await app.ready();
  return Object.assign(app, {
    refuseRequests() {
      accepting = false;
      context.streams.close();
    },
  }) as unknown as App;
}

function newServer(limits: Limits, { logger, store }: AppOptions): FastifyInstance {
  const app = Fastify({
    ...(logger === undefined ? { logger: false } : { loggerInstance: logger }),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestTimeoutMs,
    connectionTimeout: limits.idleTimeoutMs,
    keepAliveTimeout: limits.keepAliveMs,
    return503OnClosing: false,
    forceCloseConnections: "idle",
    // Names are at most 128 characters; longer ones can't match anything.
    routerOptions: { maxParamLength: 512 },
    http: {
      headersTimeout: limits.headersTimeoutMs,
      connectionsCheckingInterval: Math.min(5000, limits.headersTimeoutMs),
      maxHeaderSize: 16 * 1024,
    },
    frameworkErrors: (error, request, reply) => {
      sendError(error, request as unknown as FastifyRequest, reply as unknown as FastifyReply, limits);
    },
    clientErrorHandler: (error, socket) => answerClientError(error, socket, store.platform.machine),
  });
  app.server.maxConnections = limits.connections;
  // Schemas document; the models' own schemas check. So neither ajv nor a serialiser runs on the way of a prediction.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => JSON.stringify);
  return app as unknown as FastifyInstance;
}

/** Before any handler, for every path and method: the right host, no foreign page, security headers. */
function addGuards(app: FastifyInstance, context: AppContext, options: AppOptions): void {
  const hosts = hostGuard(options.allowedHosts);
  const origins = new Set(options.allowedOrigins ?? []);
  const { callerOf } = options;
  app.decorateRequest("startedMs", 0);
  app.decorateRequest("caller", null as unknown as Caller);
  app.addHook("onRequest", (request, reply, done) => {
    request.startedMs = context.store.platform.machine.elapsedMs();
    reply.headers(securityHeaders);
    const { headers, method, url } = request.raw;
    if (!hosts.allows(headers.host, url!)) {
      const host = JSON.stringify(headers.host?.slice(0, 200) ?? "");
      return done(fail("HTTP_HOST_REFUSED", { host, allowed: hosts.names.join(", ") }));
    }
    const origin = foreignOrigin(method!, headers, origins);
    if (origin !== undefined) return done(fail("HTTP_ORIGIN_REFUSED", { origin }));
    request.caller =
      callerOf === undefined ? anyone : callerOf({ headers, address: request.raw.socket.remoteAddress ?? "" });
    const { permission } = request.routeOptions.config.row ?? {};
    if (permission !== undefined && !request.caller.permissions.has(permission)) {
      return done(fail("HTTP_PERMISSION_MISSING", { permission }));
    }
    done(contentError(request));
  });
  app.addHook("onResponse", (request, reply, done) => {
    const { row } = request.routeOptions.config;
    const seconds = (context.store.platform.machine.elapsedMs() - request.startedMs) / 1000;
    context.metrics.answered(request.method, row?.path ?? "unknown", reply.statusCode, seconds);
    done();
  });
}

/** Prediction routes take only as many requests as can be worked on. */
function addAdmission(app: FastifyInstance, context: AppContext, limits: Limits): void {
  const { admission } = context;
  app.addHook("onRequest", (request, reply, done) => {
    if (request.routeOptions.config.row?.permission !== "predict") return done();
    if (!context.accepting()) return done(fail("HTTP_STOPPING", {}));
    const declared = Number(request.raw.headers["content-length"] ?? limits.bodyBytes);
    const bytes = Math.min(Number.isFinite(declared) ? declared : limits.bodyBytes, limits.bodyBytes);
    if (!admission.enter(bytes)) {
      reply.header("retry-after", "1");
      return done(fail("HTTP_OVERLOADED", { inFlight: admission.inFlight, retryAfterSeconds: 1 }));
    }
    // "close" comes exactly once, after the answer or when the client went away.
    reply.raw.once("close", () => admission.leave(bytes));
    done();
  });
}

/** Answers given while the server stops end their connection, so that it needn't wait for clients to let go. */
function addFarewell(app: FastifyInstance, context: AppContext): void {
  app.addHook("onSend", (_request, reply, _payload, done) => {
    if (!context.accepting()) reply.header("connection", "close");
    done();
  });
}

function addErrors(app: FastifyInstance, { routes }: AppContext, limits: Limits): void {
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply, limits));
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split("?", 1)[0]!;
    const shown = path.slice(0, 200);
    const allowed = methodsAt(path, routes);
    if (allowed.length === 0) throw fail("HTTP_ROUTE_UNKNOWN", { method: request.method, path: shown });
    const listed = [...allowed, ...(allowed.includes("GET") ? ["HEAD"] : [])].join(", ");
    reply.header("allow", listed);
    throw fail("HTTP_METHOD_NOT_ALLOWED", { method: request.method, path: shown, allowed: listed });
  });
}

function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply, limits: Limits): void {
  const { row } = request.routeOptions?.config ?? {};
  const known = millraceErrorOf(error, {
    bodyLimit: limits.bodyBytes,
    contentType: request.headers["content-type"],
    expected: row?.accepts?.join(" or ") ?? "application/json",
    requestId: request.id,
  });
  if (known.code === "HTTP_INTERNAL") request.log.error({ err: error, url: request.url }, "request failed");
  const protocol = row?.protocol ?? protocolOfPath(request.url.split("?", 1)[0]!);
  const { status, body } = answerOf(known, protocol);
  reply.code(status).headers(securityHeaders).type("application/json; charset=utf-8").send(JSON.stringify(body));
}

function addRoute(app: FastifyInstance, route: Route, context: AppContext): void {
  app.route({
    method: route.method,
    url: route.path,
    schema: schemaOfRoute(route),
    config: { row: route },
    handler: answerRoute(route, context),
  });
}
