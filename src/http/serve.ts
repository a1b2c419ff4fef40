import type { AddressInfo } from "node:net";
import type { FastifyBaseLogger } from "fastify";
import { fail } from "../errors/index.ts";
import type { Machine } from "../platform/index.ts";
import {
  type DeploymentOptions,
  type Deployments,
  openDeployments,
  type ServerLife,
  serverStarted,
} from "../serving/index.ts";
import type { Actor, Store } from "../store/index.ts";
import { type App, createApp } from "./app.ts";
import { defaultLimits, type Limits } from "./limits.ts";

/** How to serve; what is served stands in {@link DeploymentOptions}. */
export interface ServeOptions extends DeploymentOptions {
  readonly store: Store;
  /** Who serves, for the log. */
  readonly actor: Actor;
  /** Millrace's version. */
  readonly version: string;
  /** Which of the two apps; default: both in one. */
  readonly part?: "predict" | "control" | undefined;
  /** 0 is any free port. Default 7400. */
  readonly port?: number | undefined;
  /** Default 127.0.0.1. */
  readonly host?: string | undefined;
  /** Accept that other machines can use the models, since nobody has to log in yet. */
  readonly allowRemote?: boolean | undefined;
  readonly allowedHosts?: readonly string[] | undefined;
  readonly allowedOrigins?: readonly string[] | undefined;
  readonly limits?: Partial<Limits> | undefined;
  readonly logger?: FastifyBaseLogger | undefined;
  /** Told what a person should know: a warning about the address. */
  readonly onNote?: ((text: string) => void) | undefined;
}

/** A server that answers. */
export interface RunningServer {
  /** `http://127.0.0.1:7400`. */
  readonly address: string;
  readonly deployments: Deployments;
  /** Refuses new requests, lets those in work end (bounded by `limits.shutdownMs`), and logs that it stopped. Idempotent. */
  close(reason?: string): Promise<void>;
  /** Resolves once the server has stopped, for whatever reason. */
  readonly closed: Promise<void>;
}

const loopback = new Set(["127.0.0.1", "localhost", "::1"]);

/**
 * Opens the models and listens.
 * @throws HTTP_REMOTE_REFUSED, HTTP_ADDRESS_TAKEN, SERVING_MODEL_UNKNOWN, SERVING_VERSION_UNKNOWN
 * @example
 * const server = await startServer({ store, version: "0.1.0", port: 0 });
 * await fetch(`${server.address}/health`);
 * await server.close();
 */
export async function startServer(options: ServeOptions): Promise<RunningServer> {
  const { store, host = "127.0.0.1", port = 7400 } = options;
  const isLocal = loopback.has(host);
  if (!isLocal && options.allowRemote !== true) throw fail("HTTP_REMOTE_REFUSED", { host });
  if (!isLocal)
    options.onNote?.(`Listening on ${host}: every machine that reaches it can use the models, without a password.`);
  const deployments = await openDeployments(store, options);
  let app: App | undefined;
  try {
    app = await createApp({
      ...options,
      deployments,
      allowedHosts: hostNames(options, host, isLocal),
    });
    await listen(app, host, port);
    const address = addressOf(app);
    const life = await serverStarted(options.store, options.actor, { address, deployments });
    return running(app, { address, life }, deployments, options);
  } catch (error) {
    deployments.close();
    await app?.close();
    throw error;
  }
}

/**
 * Stops the server at SIGTERM, SIGINT or when `signal` aborts, and resolves once it has stopped. A second signal ends the
 * process at once, as people expect of a second Ctrl-C.
 */
export async function stopOnSignals(server: RunningServer, machine: Machine, signal?: AbortSignal): Promise<void> {
  const onSignal = (name: NodeJS.Signals): void => {
    if (stopping) process.exit(130);
    stopping = true;
    void server.close(name);
  };
  let stopping = false;
  // A turn later, so that the log names the signal where it was one that aborted.
  const onAbort = (): void => void machine.turn().then(() => server.close("interrupted"));
  process.on("SIGTERM", onSignal).on("SIGINT", onSignal);
  signal?.addEventListener("abort", onAbort, { once: true });
  if (signal?.aborted) onAbort();
  try {
    await server.closed;
  } finally {
    process.off("SIGTERM", onSignal).off("SIGINT", onSignal);
    signal?.removeEventListener("abort", onAbort);
  }
}

function hostNames(options: ServeOptions, host: string, isLocal: boolean): readonly string[] {
  const bound = isLocal || host === "0.0.0.0" || host === "::" ? [] : [host.includes(":") ? `[${host}]` : host];
  return [...bound, ...(options.allowedHosts ?? [])];
}

async function listen(app: App, host: string, port: number): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const reason =
      code === "EADDRINUSE" ? "another program listens there" : code === "EACCES" ? "not allowed" : message;
    throw fail("HTTP_ADDRESS_TAKEN", { host, port, reason }, { cause });
  }
}

function addressOf(app: App): string {
  const { address, family, port } = app.server.address() as AddressInfo;
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}

function running(
  app: App,
  { address, life }: { readonly address: string; readonly life: ServerLife },
  deployments: Deployments,
  options: ServeOptions,
): RunningServer {
  const { store, limits } = options;
  const { machine } = store.platform;
  let resolveClosed: () => void = () => {};
  const closed = new Promise<void>((resolve) => {
    resolveClosed = resolve;
  });
  let closing: Promise<void> | undefined;
  const close = async (reason: string): Promise<void> => {
    app.refuseRequests();
    deployments.close();
    const ended = new AbortController();
    machine.after(limits?.shutdownMs ?? defaultLimits.shutdownMs, ended.signal).then(
      () => app.server.closeAllConnections(),
      () => {},
    );
    try {
      await app.close();
      await life.stopped(reason);
    } finally {
      ended.abort();
      resolveClosed();
    }
  };
  return {
    address,
    deployments,
    closed,
    close: (reason = "closed") => (closing ??= close(reason)),
  };
}
