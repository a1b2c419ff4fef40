import { get } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type App, type AppOptions, createApp } from "../src/http/index.ts";
import type * as RouteTable from "../src/http/routes/index.ts";
import { type Deployments, openDeployments } from "../src/serving/index.ts";
import { tester } from "./fixtures/envelopes.ts";
import { openServedStore, type ServedStore } from "./fixtures/served-models.ts";

/** The table with the routes of one more resource: a contract and its handlers are all that it takes. */
vi.mock("../src/http/routes/index.ts", async (importOriginal) => {
  const { routes } = await importOriginal<typeof RouteTable>();
  const { z } = await import("zod");
  const { contracts } = await import("../src/http/contract/contract.ts");
  const { pageOf, pageQuery } = await import("../src/http/contract/paging.ts");
  const { implement } = await import("../src/http/context.ts");
  const { cutPage } = await import("../src/http/cut-page.ts");
  const { EventStream } = await import("../src/http/reply.ts");
  const { commitOnce } = await import("../src/store/index.ts");
  const note = z.object({ id: z.int(), text: z.string() });
  const shared = { protocol: "millrace", part: "control", group: "Operations" } as const;
  const write = {
    ...shared,
    permission: "predict",
    accepts: ["application/json"],
    body: z.object({ text: z.string().min(1) }),
    checksBody: true,
    answer: note,
  } as const;
  const read = { ...shared, permission: "read" } as const;
  const noteContract = contracts({
    list: { ...read, method: "GET", path: "/notes", summary: "Notes.", query: pageQuery, answer: pageOf(note) },
    add: { ...write, method: "POST", path: "/notes", summary: "Adds a note.", isOnce: true },
    put: { ...write, method: "PUT", path: "/notes/:id", summary: "Writes a note anew." },
    change: { ...write, method: "PATCH", path: "/notes/:id", summary: "Changes a note." },
    remove: { ...read, method: "DELETE", path: "/notes/:id", summary: "Removes a note.", answer: note },
    watch: { ...read, method: "GET", path: "/notes/events", summary: "News.", answers: "text/event-stream" },
  });
  const kept = Array.from({ length: 5 }, (_, id) => ({ id, text: `note ${id}` }));
  const noteRoutes = implement(noteContract, {
    list: ({ query }) =>
      cutPage(
        query,
        (after: number | undefined, limit) => kept.filter(({ id }) => id > (after ?? -1)).slice(0, limit),
        ({ id }) => id,
      ),
    add: async ({ body, onceKey }, _caller, { store }) => {
      const { answer } = await commitOnce(store, {
        key: onceKey,
        request: body,
        decide: async () => ({
          answer: { id: (await store.events()).length, text: body.text },
          events: [
            {
              type: "feedback.given",
              subject: { kind: "workflow", name: "rides" },
              run: null,
              actor: tester,
              body: { workflow: "rides", phase: "data", score: 3, role: null, text: body.text },
            },
          ],
        }),
      });
      return answer;
    },
    put: ({ params, body }) => ({ id: Number(params.id), text: body.text }),
    change: ({ params, body }) => ({ id: Number(params.id), text: `${body.text}!` }),
    remove: ({ params }) => ({ id: Number(params.id), text: "gone" }),
    watch: (_input, _caller, { store }) =>
      new EventStream(async function* (signal) {
        for (let id = 0; !signal.aborted; id++) {
          yield { event: "note", data: { id }, id: String(id) };
          await store.platform.machine.after(20, signal).catch(() => {});
        }
      }),
  });
  return { routes: [...routes, ...noteRoutes] };
});

let served: ServedStore;
let deployments: Deployments;
let app: App;
const open = async (options: Partial<AppOptions> = {}): Promise<void> => {
  app = await createApp({ store: served.store, deployments, version: "9.9.9", ...options });
};
beforeEach(async () => {
  served = await openServedStore();
  deployments = await openDeployments(served.store, { pollMs: 0 });
});
afterEach(async () => {
  await app.close();
  deployments.close();
  await served.close();
});

const ask = async (method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE", url: string, body?: object, headers = {}) => {
  const reply = await app.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body }) });
  return { status: reply.statusCode, body: reply.json() };
};

describe("a route that is one more row of the table", () => {
  it("is asked with its method, its parameters and a body that fits its schema", async () => {
    await open();
    expect((await ask("PUT", "/notes/7", { text: "a" })).body).toEqual({ id: 7, text: "a" });
    expect((await ask("PATCH", "/notes/7", { text: "a" })).body).toEqual({ id: 7, text: "a!" });
    expect((await ask("DELETE", "/notes/7")).body).toEqual({ id: 7, text: "gone" });
    const refused = await ask("PUT", "/notes/7", { text: 3 });
    expect(refused).toMatchObject({ status: 400, body: { error: { code: "HTTP_BODY_INVALID" } } });
    expect(refused.body.error.message).toContain('"text"');
    expect(await ask("POST", "/notes/7", { text: "a" })).toMatchObject({ status: 405 });
  });

  it("gives a long list page by page", async () => {
    await open();
    const first = (await ask("GET", "/notes?limit=2")).body;
    expect(first.items.map(({ id }: { id: number }) => id)).toEqual([0, 1]);
    const second = (await ask("GET", `/notes?limit=2&cursor=${first.next}`)).body;
    const third = (await ask("GET", `/notes?limit=2&cursor=${second.next}`)).body;
    expect([second.items.length, third]).toEqual([2, { items: [{ id: 4, text: "note 4" }], next: null }]);
    for (const query of ["cursor=nonsense", "limit=0", "limit=1e3", "limit=2&limit=3"])
      expect(await ask("GET", `/notes?${query}`), query).toMatchObject({
        body: { error: { code: "HTTP_BODY_INVALID" } },
      });
  });

  it("is done once for one idempotency key, and refuses the key for another body", async () => {
    await open();
    const key = { "idempotency-key": "k-1" };
    const before = (await served.store.events()).length;
    const first = await ask("POST", "/notes", { text: "a" }, key);
    expect(await ask("POST", "/notes", { text: "a" }, key)).toEqual(first);
    expect((await served.store.events()).length).toBe(before + 1);
    expect(await ask("POST", "/notes", { text: "b" }, key)).toMatchObject({
      body: { error: { code: "STORE_KEY_REUSED" } },
    });
    expect((await ask("POST", "/notes", { text: "a" })).body.id).toBe(before + 1);
    expect(await ask("POST", "/notes", { text: "a" }, { "idempotency-key": "a b" })).toMatchObject({ status: 400 });
  });

  it("asks for its permission, as every other route does", async () => {
    await open({
      callerOf: ({ headers }) => ({ permissions: new Set(headers["x-who"] === "reader" ? ["read"] : []) }),
    });
    const reader = { "x-who": "reader" };
    expect((await ask("GET", "/notes", undefined, reader)).status).toBe(200);
    expect(await ask("PUT", "/notes/7", { text: "a" }, reader)).toMatchObject({
      status: 403,
      body: { error: { code: "HTTP_PERMISSION_MISSING", message: expect.stringContaining('"predict"') } },
    });
    expect((await ask("POST", "/predict/strikes", {}, reader)).status).toBe(403);
    for (const { method, path } of (await import("../src/http/routes/index.ts")).routes) {
      const url = path.replace(/:\w+/g, "1");
      const reply = await app.inject({ method, url, ...(method === "GET" ? {} : { payload: {} }) });
      expect([`${method} ${path}`, reply.statusCode]).toEqual([`${method} ${path}`, 403]);
    }
  });

  it("belongs to the app that it says, and stands in that app's document", async () => {
    await open({ part: "predict" });
    expect((await ask("GET", "/notes")).status).toBe(404);
    expect((await ask("GET", "/models")).status).toBe(200);
    await app.close();
    await open({ part: "control" });
    expect((await ask("GET", "/notes")).status).toBe(200);
    expect((await ask("POST", "/predict/strikes", {})).status).toBe(404);
    const document = (await ask("GET", "/openapi.json")).body;
    expect(document.paths["/notes/{id}"].put.requestBody.content["application/json"].schema).toMatchObject({
      type: "object",
      properties: { text: { type: "string", minLength: 1 } },
    });
    expect(document.paths["/notes"].get.parameters.map(({ name }: { name: string }) => name)).toEqual([
      "cursor",
      "limit",
    ]);
  });

  it("streams events until the client leaves; so many at once; the server's end ends them", async () => {
    await open({ limits: { streams: 1 } });
    await app.listen({ host: "127.0.0.1", port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const listen = (): Promise<{ status: number; text: () => string; leave: () => void; ended: Promise<void> }> =>
      new Promise((resolve, reject) => {
        const asked = get({ host: "127.0.0.1", port, path: "/notes/events", agent: false }, (response) => {
          let text = "";
          response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
          const ended = new Promise<void>((done) => response.on("close", done));
          resolve({ status: response.statusCode!, text: () => text, leave: () => asked.destroy(), ended });
        }).on("error", reject);
      });
    const one = await listen();
    await expect.poll(one.text).toContain('id: 1\nevent: note\ndata: {"id":1}\n\n');
    expect((await listen()).status).toBe(503);
    one.leave();
    const two = await vi.waitFor(async () => {
      const next = await listen();
      expect(next.status).toBe(200);
      return next;
    });
    app.refuseRequests();
    await two.ended;
  });
});
