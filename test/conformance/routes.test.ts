import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type App, createApp, type Route, routes } from "../../src/http/index.ts";
import { type Deployments, openDeployments } from "../../src/serving/index.ts";
import { hostileNames } from "../fixtures/hostile-names.ts";
import { openServedStore, type ServedStore } from "../fixtures/served-models.ts";

/** What holds for every route, whoever adds it. */
let served: ServedStore;
let deployments: Deployments;
let app: App;
let port: number;

beforeAll(async () => {
  served = await openServedStore();
  deployments = await openDeployments(served.store, { pollMs: 0, defaultModel: "strikes" });
  app = await createApp({
    store: served.store,
    deployments,
    version: "9.9.9",
    limits: { bodyBytes: 100_000 },
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  port = (app.server.address() as AddressInfo).port;
});

afterAll(async () => {
  await app.close();
  deployments.close();
  await served.close();
});

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** A real request whose path goes over the wire exactly as written: `inject` and `fetch` would tidy it up. */
function ask(method: string, path: string, headers: Record<string, string> = {}, body = ""): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, method, path, headers, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode!, type: response.headers["content-type"] ?? "", body: text }),
      );
    });
    // Without a length, a body of GET would be read as the next request.
    sent.on("error", reject).end(method === "GET" ? "" : body);
  });
}

function filled(route: Route, values: Readonly<Record<string, string>>): string {
  return route.path.replace(/:(\w+)/g, (_, name: string) => values[name] ?? "1");
}

const known = { model: "strikes", target: "strikes:predict", version: "1", reference: "1", kind: "flowchart" };
const writes = routes.filter(({ method }) => method === "POST");
const json = { "content-type": "application/json" };

function expectErrorShape(route: Pick<Route, "protocol">, answer: Answer): void {
  expect(answer.type).toBe("application/json; charset=utf-8");
  const body = JSON.parse(answer.body) as Record<string, unknown>;
  if (route.protocol === "millrace") {
    expect(Object.keys(body)).toEqual(["error"]);
    expect(Object.keys(body["error"] as object)).toEqual(["code", "message", "fix", "docs"]);
  } else if (route.protocol === "mlflow") {
    expect(Object.keys(body)).toEqual(["error_code", "message"]);
  } else expect(body).toEqual({ error: expect.any(String) });
}

describe.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))("%s", (_, route) => {
  it("is declared whole", () => {
    expect(route.summary).toMatch(/^[A-Z].+[.?]$|^\d{3} .+\.$/);
    expect(["read", "predict"]).toContain(route.permission);
    expect(route.method === "POST").toBe(route.accepts !== undefined);
    expect((route.answer === undefined) === (route.answers !== undefined)).toBe(true);
  });

  it("stands in the OpenAPI document", async () => {
    const document = JSON.parse((await ask("GET", "/openapi.json")).body) as { paths: Record<string, object> };
    const path = route.path.replace(/:(\w+)/g, "{$1}");
    expect(Object.keys(document.paths[path] ?? {})).toContain(route.method.toLowerCase());
  });

  it("answers GET without an error where it has one", async () => {
    if (route.method !== "GET") return;
    const answer = await ask("GET", filled(route, known));
    expect([200, 302]).toContain(answer.status);
  });

  it("refuses a foreign host", async () => {
    const answer = await ask(route.method, filled(route, known), { ...json, host: `evil.example:${port}` }, "{}");
    expect(answer.status).toBe(403);
    expectErrorShape(route, answer);
    expect((await ask(route.method, `http://evil.example${filled(route, known)}`, json, "{}")).status).toBe(403);
  });

  it("answers another method with 405 and Allow", async () => {
    const answer = await ask("DELETE", filled(route, known));
    expect(answer.status).toBe(405);
    expectErrorShape(route, answer);
  });

  it("answers an unknown model with 404 in its protocol's shape", async () => {
    if (!/:(model|target)/.test(route.path)) return;
    const answer = await ask(
      route.method,
      filled(route, { ...known, model: "nope", target: "nope:predict" }),
      json,
      unknownBody,
    );
    expect(answer.status).toBe(404);
    expectErrorShape(route, answer);
  });

  it("answers hostile names with 4xx only", { timeout: 120_000 }, async () => {
    for (const parameter of [...route.path.matchAll(/:(\w+)/g)].map((match) => match[1]!)) {
      for (const name of hostileNames) {
        const path = encodeURI(filled(route, { ...known, [parameter]: name })).replaceAll("%25", "%");
        const answer = await ask(route.method, path, json, unknownBody);
        const outside = /root:|\[fonts\]|"name": "millrace"|SQLite format/.test(answer.body);
        expect([name, answer.status >= 400 && answer.status < 500, outside]).toEqual([name, true, false]);
      }
    }
  });
});

/** Well formed for no route in particular, so that the name is what is looked at. */
const unknownBody = JSON.stringify({ instances: [], inputs: [{ name: "x", shape: [0], datatype: "FP64", data: [] }] });

describe.each(writes.map((route) => [`${route.method} ${route.path}`, route] as const))("%s", (_, route) => {
  const send = (body: string, headers: Record<string, string> = json): Promise<Answer> =>
    ask(route.method, filled(route, known), headers, body);

  it.each([
    ["broken JSON", '{"a":'],
    ["a text", '"x"'],
    ["a number", "7"],
    ["null", "null"],
    ["true", "true"],
    ["nothing", ""],
    ["deep nesting", "[".repeat(50_000)],
    ["an unpaired brace", "}"],
  ])("refuses %s with 400", async (_name, body) => {
    const answer = await send(body);
    expect(answer.status).toBe(400);
    expectErrorShape(route, answer);
  });

  it("refuses a body beyond the limit with 413, declared or not", async () => {
    const huge = JSON.stringify("x".repeat(200_000));
    for (const headers of [
      { ...json, "content-length": String(huge.length) },
      { ...json, "transfer-encoding": "chunked" },
    ]) {
      const answer = await send(huge, headers).catch((error: NodeJS.ErrnoException) => {
        // The server may close before it has read all that we send.
        if (error.code === "ECONNRESET" || error.code === "EPIPE") return undefined;
        throw error;
      });
      if (answer === undefined) continue;
      expect(answer.status).toBe(413);
      expectErrorShape(route, answer);
    }
  });

  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/octet-stream",
    "x",
  ])("refuses the content type %s with 415", async (type) => {
    const answer = await send("{}", { "content-type": type });
    expect(answer.status).toBe(415);
    expectErrorShape(route, answer);
  });

  it("refuses a page of another site with 403", async () => {
    const pages: Record<string, string>[] = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
    ];
    for (const headers of pages) {
      const answer = await send("{}", { ...json, ...headers });
      expect(answer.status).toBe(403);
      expectErrorShape(route, answer);
    }
  });

  it("leaves prototypes alone", async () => {
    const before = [Object.prototype, Array.prototype].map((prototype) => Object.getOwnPropertyNames(prototype).length);
    const pollution = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
    for (const body of [
      pollution,
      `{"instances":[${pollution}]}`,
      `{"rows":[${pollution}]}`,
      `{"inputs":[${pollution}]}`,
      `[${pollution}]`,
    ]) {
      const answer = await send(body);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
    }
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    const after = [Object.prototype, Array.prototype].map((prototype) => Object.getOwnPropertyNames(prototype).length);
    expect(after).toEqual(before);
  });

  it("survives odd bytes", async () => {
    for (const body of [
      "\ufeff{}",
      '{"a":"\\ud800"}',
      '{"a":1,"a":2}',
      '{"rows":[{"speed":1e999}]}',
      '{"speed":1e999}',
    ]) {
      const answer = await send(body);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
    }
  });
});

it("has each route once", () => {
  const names = routes.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(names).size).toBe(names.length);
});

it("has a corpus of at least 300 names", () => {
  expect(new Set(hostileNames).size).toBeGreaterThanOrEqual(300);
});
