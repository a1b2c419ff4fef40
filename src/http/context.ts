import type { FastifyReply, FastifyRequest } from "fastify";
import type { Deployments } from "../serving/index.ts";
import type { Store } from "../store/index.ts";
import type { Protocol } from "./error-shape.ts";
import type { Admission } from "./guards/admission.ts";
import type { ServerMetrics } from "./metrics.ts";

/** What every route may use. */
export interface AppContext {
  readonly store: Store;
  readonly deployments: Deployments;
  readonly metrics: ServerMetrics;
  readonly admission: Admission;
  /** Millrace's version. */
  readonly version: string;
  /** False once the server is shutting down. */
  readonly accepting: () => boolean;
  /** The table of routes. */
  readonly routes: readonly Route[];
  /** The document that `GET /openapi.json` answers. */
  readonly openapi: () => Readonly<Record<string, unknown>>;
}

/** A JSON schema, as OpenAPI 3.1 shows it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** One row of the table of routes: everything that the app, the OpenAPI document, the docs page and the tests need to know. */
export interface Route {
  readonly method: "GET" | "POST";
  /** With `:parameters` as Fastify reads them. */
  readonly path: string;
  /** One sentence for the OpenAPI document and the docs page. */
  readonly summary: string;
  /** What a caller must be allowed to do. */
  readonly permission: "read" | "predict";
  /** Whose conventions it follows; decides the shape of errors. */
  readonly protocol: Protocol;
  /** The heading under which the docs list it. */
  readonly group:
    | "Predict"
    | "Models"
    | "Operations"
    | "Open Inference Protocol"
    | "KServe v1"
    | "MLflow scoring"
    | "Docs";
  /** POST: content types that it reads. */
  readonly accepts?: readonly string[];
  /** Schema of the JSON body. */
  readonly body?: JsonSchema;
  /** Query parameters by name. */
  readonly query?: Readonly<Record<string, JsonSchema>>;
  /** Schema of the answer with status 200. */
  readonly response?: JsonSchema;
  /** Content type of the answer where it isn't JSON. */
  readonly answers?: string;
  /** Gives the body of the answer (an object is sent as JSON), or the reply where it has sent one itself. */
  handle(request: FastifyRequest, reply: FastifyReply, context: AppContext): unknown;
}
