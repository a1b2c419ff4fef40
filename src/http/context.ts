import type { Deployments } from "../serving/index.ts";
import type { Store } from "../store/index.ts";
import type { Caller } from "./caller.ts";
import type { AnswerOf, Contract, Contracts, Input } from "./contract/contract.ts";
import type { Admission } from "./guards/admission.ts";
import type { OpenStreams } from "./guards/open-streams.ts";
import type { ServerMetrics } from "./metrics.ts";
import type { EventStream, Reply } from "./reply.ts";

/** What every handler may use. */
export interface AppContext {
  readonly store: Store;
  readonly deployments: Deployments;
  readonly metrics: ServerMetrics;
  readonly admission: Admission;
  readonly streams: OpenStreams;
  /** Millrace's version. */
  readonly version: string;
  /** False once the server is shutting down. */
  readonly accepting: () => boolean;
  /** The routes of this app. */
  readonly routes: readonly Route[];
  /** The document that `GET /openapi.json` answers. */
  readonly openapi: () => Readonly<Record<string, unknown>>;
}

/** One row of the table of routes: what clients know of it, and the code that answers. */
export interface Route extends Contract {
  handle(input: Input, caller: Caller, context: AppContext): unknown;
}

/** The code that answers a route: its input and its answer are the contract's. */
export type Handler<C extends Contract> = (
  input: Input<C>,
  caller: Caller,
  context: AppContext,
) => Answered<C> | Promise<Answered<C>>;

type Answered<C extends Contract> = AnswerOf<C> | Reply | EventStream;

/** The routes of a resource: a handler for each of its contract's, no more and no fewer. */
export function implement<const C extends Contracts>(
  resource: C,
  handlers: { readonly [K in keyof C]: Handler<C[K]> },
): Route[] {
  return Object.entries(resource).map(([name, contract]) => {
    const handle = handlers[name as keyof C] as Route["handle"];
    return { ...contract, handle };
  });
}
