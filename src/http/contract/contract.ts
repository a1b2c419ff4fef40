import type { z } from "zod";
import type { Query, ValuesOf } from "./query.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** What a caller must be allowed to do. */
export type Permission = "read" | "predict";

/** Whose conventions a route follows: ours, or those of a protocol that its clients already speak. */
export type Protocol = "millrace" | "open-inference" | "kserve" | "mlflow";

/** The app that has a route: the lean one that predicts, the one that looks and decides, or both. */
export type AppPart = "predict" | "control" | "both";

/** A route as its clients know it: everything but the code that answers. App, OpenAPI document, docs page and tests read it. */
export interface Contract {
  readonly method: Method;
  /** With `:parameters`. */
  readonly path: string;
  /** One sentence for the OpenAPI document and the docs page. */
  readonly summary: string;
  readonly permission: Permission;
  /** Decides the shape of errors. */
  readonly protocol: Protocol;
  readonly part: AppPart;
  /** The heading under which the docs list it. */
  readonly group:
    | "Predict"
    | "Models"
    | "Operations"
    | "Open Inference Protocol"
    | "KServe v1"
    | "MLflow scoring"
    | "Docs";
  /** Content types of bodies that it reads; absent where it reads none. */
  readonly accepts?: readonly string[];
  /** The body. */
  readonly body?: z.ZodType;
  /** True: bodies are held to `body` before the handler sees them. Predictions aren't: the model's own schema checks, once. */
  readonly checksBody?: boolean;
  /** True: a request may bring `idempotency-key`, and is then done at most once. */
  readonly isOnce?: boolean;
  readonly query?: Query;
  /** The answer with status 200, where it is JSON. */
  readonly answer?: z.ZodType;
  /** Content type of the answer, where it isn't JSON; "text/event-stream" where it goes on. */
  readonly answers?: string;
}

/** The routes of a resource by name. */
export type Contracts = Readonly<Record<string, Contract>>;

/** The routes of a resource, with their types kept for handlers and clients. */
export function contracts<const C extends Contracts>(routes: C): C {
  return routes;
}

/** Parameters of a path: "/models/:model" has { model }. */
export type ParamsOf<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? { readonly [K in Name]: string } & ParamsOf<Rest>
  : Path extends `${string}:${infer Name}`
    ? { readonly [K in Name]: string }
    : Readonly<Record<never, string>>;

/** What a handler is asked with. */
export interface Input<C extends Contract = Contract> {
  readonly params: ParamsOf<C["path"]>;
  /** Absent parameters are undefined. */
  readonly query: C["query"] extends Query ? ValuesOf<C["query"]> : ValuesOf<Readonly<Record<never, never>>>;
  /** Undefined where none was sent. Held to its schema where the contract says so. */
  readonly body: C extends { checksBody: true; body: infer B extends z.ZodType } ? z.output<B> : unknown;
  /** The path as it was asked, and the host that it was asked of. */
  readonly path: string;
  readonly host: string;
  /** The request's `idempotency-key`, where the route takes one. */
  readonly onceKey: string | undefined;
}

/** What a handler answers with as JSON. */
export type AnswerOf<C extends Contract> = C["answer"] extends z.ZodType ? Frozen<z.input<C["answer"]>> : never;

/** The same with lists and objects that are only read. */
type Frozen<T> = T extends (...args: never) => unknown
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Frozen<Item>[]
    : T extends object
      ? { readonly [K in keyof T]: Frozen<T[K]> }
      : T;
