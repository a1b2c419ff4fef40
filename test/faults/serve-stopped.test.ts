import { Agent, request } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { run } from "../e2e/command-line.ts";
import { openServedStore, type ServedStore } from "../fixtures/served-models.ts";

/** F17: a server that is told to stop under load answers what it took and exits soon. */
describe.each(["SIGTERM", "SIGINT"] as const)("%s under load", (signal) => {
  let served: ServedStore;

  beforeEach(async () => {
    served = await openServedStore();
  });
  afterEach(() => served.close());

  it("gives no broken answer, exits 0 within ten seconds, and says so in the log", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 16 });
    const statuses: (number | "broken" | "refused")[] = [];
    let stopping = false;
    let signalledMs = 0;
    const client = async (address: string): Promise<void> => {
      for (;;) {
        const status = await ask(address, agent, () => stopping);
        statuses.push(status);
        if (status === "refused") return;
      }
    };
    const clients: Promise<void>[] = [];
    const ended = await run(["serve", "--home", served.store.home, "--port", "0", "--json"], {
      onStart: (child) => {
        child.stdout!.once("data", (chunk: Buffer) => {
          const { address } = JSON.parse(String(chunk)) as { address: string };
          for (let i = 0; i < 16; i++) clients.push(client(address));
          const timer = setInterval(() => {
            if (statuses.length < 500) return;
            clearInterval(timer);
            stopping = true;
            signalledMs = performance.now();
            child.kill(signal);
          }, 20);
        });
      },
    });
    const tookMs = performance.now() - signalledMs;
    await Promise.all(clients);
    agent.destroy();
    expect(ended.status, ended.stderr).toBe(0);
    expect(tookMs).toBeLessThan(10_000);
    expect(new Set(statuses.filter((status) => status !== 200 && status !== 503))).toEqual(new Set(["refused"]));
    const events = await served.store.events({ types: ["server.stopped"] });
    expect(events.map(({ body }) => (body as { reason: string }).reason)).toEqual([signal]);
  });
});

/** One prediction: its status, "refused" where no answer had begun, "broken" where one was cut. */
function ask(address: string, agent: Agent, stopping: () => boolean): Promise<number | "broken" | "refused"> {
  return new Promise((resolve) => {
    const options = { method: "POST", agent, headers: { "content-type": "application/json" } };
    const sent = request(`${address}/predict/strikes`, options, (response) => {
      response.on("end", () => resolve(response.statusCode!)).on("error", () => resolve("broken"));
      response.resume();
    });
    sent.on("error", () => resolve(stopping() ? "refused" : "broken"));
    sent.end('{"speed":120,"size":"small","night":true}');
  });
}
