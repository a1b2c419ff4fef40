import { Agent, request } from "node:http";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tester } from "../../test/fixtures/envelopes.ts";
import { openServedStore, type ServedStore } from "../../test/fixtures/served-models.ts";
import { binaryModel } from "../../test/fixtures/tiny-models.ts";
import { isMillraceError } from "../errors/index.ts";
import { hostGuard } from "./guards/host.ts";
import { type RunningServer, type ServeOptions, startServer } from "./serve.ts";

const row = { speed: 120, size: "small", night: true };
let served: ServedStore;
let server: RunningServer | undefined;

beforeEach(async () => {
  served = await openServedStore();
});

afterEach(async () => {
  await server?.close();
  server = undefined;
  await served.close();
});

const start = async (options: Partial<ServeOptions> = {}): Promise<RunningServer> => {
  server = await startServer({ store: served.store, actor: tester, version: "1.0.0", port: 0, pollMs: 10, ...options });
  return server;
};
const predict = (address: string, body: unknown = row): Promise<Response> =>
  fetch(`${address}/predict/strikes`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

/** One request on an agent of its own; undefined where the connection was refused or cut before an answer. */
function ask(address: string, agent: Agent): Promise<{ status: number; body: string } | undefined> {
  return new Promise((resolve) => {
    const sent = request(
      `${address}/predict/strikes`,
      { method: "POST", agent, headers: { "content-type": "application/json" } },
      (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
        response.on("end", () => resolve({ status: response.statusCode!, body }));
        response.on("error", () => resolve({ status: -1, body }));
      },
    );
    sent.on("error", () => resolve(undefined)).end(JSON.stringify(row));
  });
}

describe("startServer", () => {
  it("answers on a free port of 127.0.0.1 and logs start and stop", async () => {
    const running = await start();
    expect(running.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await predict(running.address)).status).toBe(200);
    await running.close("test");
    await running.close("again");
    await running.closed;
    const events = await served.store.events({ types: ["server.started", "server.stopped"] });
    expect(events.map(({ type, body }) => [type, body])).toEqual([
      [
        "server.started",
        {
          pid: process.pid,
          address: running.address,
          models: [expect.stringMatching(/^price@1 sha256:/), expect.stringMatching(/^strikes@1 sha256:/)],
        },
      ],
      ["server.stopped", { pid: process.pid, address: running.address, reason: "test" }],
    ]);
    await expect(predict(running.address)).rejects.toThrow();
  });

  it("refuses an address that other machines reach, unless told to, and says what that means", async () => {
    for (const host of ["0.0.0.0", "::", "192.0.2.1"]) {
      const error = await start({ host }).catch((thrown: unknown) => thrown);
      expect(isMillraceError(error, "HTTP_REMOTE_REFUSED")).toBe(true);
    }
    const notes: string[] = [];
    const running = await start({ host: "0.0.0.0", allowRemote: true, onNote: (text) => notes.push(text) });
    expect(notes[0]).toContain("every machine");
    expect(running.address).toMatch(/^http:\/\/0\.0\.0\.0:\d+$/);
    await running.close();
  });

  it("says so where the port is taken, and leaves nothing open", async () => {
    const running = await start();
    const port = Number(new URL(running.address).port);
    const error = await startServer({ store: served.store, actor: tester, version: "1", port }).catch(
      (thrown: unknown) => thrown,
    );
    expect(isMillraceError(error, "HTTP_ADDRESS_TAKEN")).toBe(true);
  });

  it("answers what isn't HTTP in our shape, and closes", async () => {
    const running = await start();
    const port = Number(new URL(running.address).port);
    for (const text of [
      "nonsense\r\n\r\n",
      "GET / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n",
      "GET / HTTP/1.1\r\n\r\n",
    ]) {
      const answer = await new Promise<string>((resolve, reject) => {
        let received = "";
        const socket = connect(port, "127.0.0.1", () => socket.write(text));
        socket.setEncoding("utf8").on("data", (chunk: string) => (received += chunk));
        socket.on("end", () => resolve(received)).on("error", reject);
      });
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    }
  });

  it("cuts clients whose request doesn't arrive in time", async () => {
    const running = await start({ limits: { headersTimeoutMs: 200, requestTimeoutMs: 400 } });
    const port = Number(new URL(running.address).port);
    const head = "POST /predict/strikes HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n";
    for (const text of ["GET / HT", head, `${head}content-length: 100\r\n\r\n{`]) {
      const answer = await new Promise<string>((resolve) => {
        let received = "";
        const socket = connect(port, "127.0.0.1", () => socket.write(text));
        socket.setEncoding("utf8").on("data", (chunk: string) => (received += chunk));
        socket.on("close", () => resolve(received)).on("error", () => {});
      });
      expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    }
    expect((await predict(running.address)).status).toBe(200);
  });
});

describe("under load", () => {
  it("swaps versions without an error, and every answer names a version that was live", async () => {
    const running = await start();
    await served.register("strikes", binaryModel(2));
    await served.register("strikes", binaryModel(3));
    const digests = new Map(
      (await served.store.records.selectFrom("versions").selectAll().where("model", "=", "strikes").execute()).map(
        ({ version, digest }) => [version, digest],
      ),
    );
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    let swapping = true;
    const seen = new Map<number, number>();
    const clients = Array.from({ length: 8 }, async () => {
      while (swapping) {
        const answer = await ask(running.address, agent);
        expect(answer?.status).toBe(200);
        const { version, digest } = JSON.parse(answer!.body) as { version: number; digest: string };
        expect(digest).toBe(digests.get(version));
        seen.set(version, (seen.get(version) ?? 0) + 1);
      }
    });
    for (let i = 0; i < 60; i++) {
      await served.move("strikes", "champion", 1 + ((i + 1) % 3));
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    swapping = false;
    await Promise.all(clients);
    agent.destroy();
    expect([...seen.keys()].sort()).toEqual([1, 2, 3]);
  });

  it("ends a request in work when it stops", async () => {
    const running = await start();
    const large = predict(
      running.address,
      Array.from({ length: 100_000 }, () => row),
    ).then((response) => response.json() as Promise<{ predictions: unknown[] }>);
    const inFlight = async (): Promise<string> => (await fetch(`${running.address}/metrics`)).text();
    await expect.poll(inFlight, { interval: 5 }).toContain("millrace_requests_in_flight 1");
    await running.close();
    expect((await large).predictions).toHaveLength(100_000);
  });

  it("stops within seconds, and gives no broken answer meanwhile", async () => {
    const running = await start();
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    let stopped = false;
    const statuses: number[] = [];
    const clients = Array.from({ length: 8 }, async () => {
      while (!stopped) {
        const answer = await ask(running.address, agent);
        if (answer === undefined) return;
        statuses.push(answer.status);
      }
    });
    await expect.poll(() => statuses.length, { timeout: 20_000 }).toBeGreaterThan(100);
    const startedMs = performance.now();
    await running.close();
    expect(performance.now() - startedMs).toBeLessThan(5_000);
    stopped = true;
    await Promise.all(clients);
    agent.destroy();
    expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
  });
});

describe("hostGuard", () => {
  const guard = hostGuard(["Models.Example"]);

  it.each(["localhost", "localhost:1", "127.0.0.1:80", "[::1]:80", "models.example", "MODELS.example:443"])(
    "takes %j",
    (host) => {
      expect(guard.allows(host, "/x")).toBe(true);
    },
  );

  it.each([
    undefined,
    "",
    "localhost:",
    "localhost:x",
    "a@localhost",
    "localhost/",
    " localhost",
    "localhost.",
    "127.0.0.2",
    "0.0.0.0",
    "[::1",
    "2130706433",
  ])("refuses %j", (host) => {
    expect(guard.allows(host, "/x")).toBe(false);
  });

  it("looks at the host of an absolute target too", () => {
    expect(guard.allows("localhost", "http://evil.example/x")).toBe(false);
    expect(guard.allows("localhost", "http://localhost:1/x")).toBe(true);
    expect(guard.allows("localhost", "ftp://localhost/")).toBe(false);
    expect(guard.allows("localhost", "*")).toBe(false);
  });
});
