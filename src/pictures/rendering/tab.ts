import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { fail } from "../../errors/index.ts";
import type { Machine } from "../../platform/index.ts";
import { type Devtools, devtools } from "./devtools.ts";

/** An empty page of a browser without a window, cut off from every network. */
export interface Tab {
  send<T = unknown>(method: string, params?: object): Promise<T>;
  /** The value of an expression, awaited. @throws Error with what it threw */
  evaluate<T = unknown>(expression: string): Promise<T>;
}

const flags = [
  ...["--headless", "--remote-debugging-pipe", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-extensions", "--disable-breakpad"],
  ...["--disable-dev-shm-usage", "--hide-scrollbars", "--mute-audio", "--no-default-browser-check"],
  ...["--font-render-hinting=none", "--force-color-profile=srgb", "--host-resolver-rules=MAP * ~NOTFOUND"],
];

/** In whose time a browser is waited for, and what ends it. */
export interface TabOptions {
  readonly machine: Machine;
  /** Ends the browser, and with it the work. */
  readonly signal?: AbortSignal | undefined;
}

/** Long enough for a busy machine; a browser that takes longer hangs. */
const startMs = 60_000;
const goodbyeMs = 3_000;
const lastWordsMs = 100;

/**
 * Starts a browser with a profile of its own, hands over a tab, and removes browser and profile whatever happens.
 * @param path of a Chromium or Chrome
 * @throws RENDERING_BROWSER_FAILED
 */
export async function withTab<T>(
  path: string,
  { machine, signal }: TabOptions,
  work: (tab: Tab) => Promise<T>,
): Promise<T> {
  const profile = await mkdtemp(join(tmpdir(), "millrace-browser-"));
  try {
    const { child, tools } = start(path, profile, machine);
    const interrupt = (): void => void child.kill();
    signal?.addEventListener("abort", interrupt);
    try {
      return await work(await within(machine, startMs, openTab(tools), () => failed(path, "it doesn't answer")));
    } finally {
      signal?.removeEventListener("abort", interrupt);
      await stop(child, tools, machine);
    }
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/** What a promise gives, or the error where it takes longer. */
export async function within<T>(machine: Machine, ms: number, promise: Promise<T>, error: () => Error): Promise<T> {
  const settled = new AbortController();
  const late = machine.after(ms, settled.signal).then(() => Promise.reject(error()));
  try {
    return await Promise.race([promise, late]);
  } finally {
    settled.abort();
  }
}

function start(path: string, profile: string, machine: Machine): { child: ChildProcess; tools: Devtools } {
  // Chromium's sandbox refuses to be started by root; what is drawn is our own text, and can run nothing.
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const child = spawn(path, [...flags, ...asRoot, `--user-data-dir=${profile}`, "about:blank"], {
    stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"],
  });
  const [, , , toBrowser, fromBrowser] = child.stdio;
  const tools = devtools(toBrowser as Writable, fromBrowser as Readable);
  let said = "";
  child.stderr!.on("data", (chunk) => {
    said = `${said}${chunk}`.slice(-2000);
  });
  child.on("error", (error) => tools.end(failed(path, error.message)));
  child.on("exit", (status, signal) => {
    // Its last words may still be on their way.
    void machine.after(lastWordsMs).then(() => {
      const lines = said.split("\n").filter((line) => line.trim() !== "");
      tools.end(failed(path, [`it ended (${signal ?? `exit code ${status}`})`, ...lines.slice(-1)].join(": ")));
    });
  });
  return { child, tools };
}

async function openTab(tools: Devtools): Promise<Tab> {
  const { targetId } = await tools.send<{ targetId: string }>("Target.createTarget", { url: "about:blank" });
  const attach = { targetId, flatten: true };
  const { sessionId } = await tools.send<{ sessionId: string }>("Target.attachToTarget", attach);
  const send: Tab["send"] = (method, params) => tools.send(method, params, sessionId);
  await send("Network.enable");
  await send("Network.emulateNetworkConditions", {
    ...{ offline: true, latency: 0, downloadThroughput: 0, uploadThroughput: 0 },
  });
  return { send, evaluate: (expression) => evaluate(send, expression) };
}

interface Evaluated {
  readonly result: { readonly value?: unknown };
  readonly exceptionDetails?: { readonly text: string; readonly exception?: { readonly description?: string } };
}

async function evaluate<T>(send: Tab["send"], expression: string): Promise<T> {
  const wanted = { expression, awaitPromise: true, returnByValue: true };
  const { result, exceptionDetails } = await send<Evaluated>("Runtime.evaluate", wanted);
  if (exceptionDetails !== undefined) {
    throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  }
  return result.value as T;
}

async function stop(child: ChildProcess, tools: Devtools, machine: Machine): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  tools.send("Browser.close").catch(() => {});
  await within(machine, goodbyeMs, gone, () => new Error("it hangs")).catch(() => {
    child.kill("SIGKILL");
    return gone;
  });
}

function failed(path: string, reason: string): Error {
  return fail("RENDERING_BROWSER_FAILED", { path, reason });
}
