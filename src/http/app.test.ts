import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openServedStore, type ServedStore } from "../../test/fixtures/served-models.ts";
import { type Deployments, openDeployments } from "../serving/index.ts";
import { type App, createApp } from "./app.ts";

const row = { speed: 120, size: "small", night: true };
let served: ServedStore;
let deployments: Deployments;
let app: App;

beforeAll(async () => {
  served = await openServedStore();
  deployments = await openDeployments(served.store, { pollMs: 0 });
  app = await createApp({ store: served.store, deployments, version: "9.9.9" });
});

afterAll(async () => {
  await app.close();
  deployments.close();
  await served.close();
});

const post = (url: string, payload: unknown, headers: Record<string, string> = {}) =>
  app.inject({
    method: "POST",
    url,
    headers: { "content-type": "application/json", ...headers },
    payload: typeof payload === "string" ? payload : JSON.stringify(payload),
  });
const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });

describe("POST /predict", () => {
  it("takes one row and answers with label, probabilities, version and digest", async () => {
    const reply = await post("/predict/strikes", row);
    expect(reply.statusCode).toBe(200);
    const body = reply.json();
    expect(body).toMatchObject({ model: "strikes", version: 1, warnings: [] });
    expect(body.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(body.predictions).toHaveLength(1);
    const { prediction, probabilities } = body.predictions[0];
    expect(Object.keys(probabilities)).toEqual(["no", "yes"]);
    expect(probabilities.no + probabilities.yes).toBeCloseTo(1, 12);
    expect(prediction).toBe(probabilities.yes >= 0.5 ? "yes" : "no");
  });

  it("gives the same values, to the bit, as the model in process and in any batch", async () => {
    const rows = Array.from({ length: 1300 }, (_, i) => ({ ...row, speed: i / 7 }));
    const reply = await post("/predict/strikes", { rows });
    const direct = deployments
      .list()
      .find(({ name }) => name === "strikes")!
      .predictor.predict(rows);
    expect(reply.json().predictions).toEqual(direct.predictions);
    const single = await post("/predict/strikes", rows[700]);
    expect(single.json().predictions[0]).toEqual(direct.predictions[700]);
  });

  it("reads a version or alias from the path, and name@version too", async () => {
    for (const url of [
      "/predict/strikes/1",
      "/predict/strikes/champion",
      "/predict/strikes@1",
      "/predict/strikes@champion",
    ]) {
      expect((await post(url, row)).json()).toMatchObject({ model: "strikes", version: 1 });
    }
    const unknown = await post("/predict/strikes/7", row);
    expect(unknown.statusCode).toBe(404);
    expect(unknown.json().error).toMatchObject({ code: "SERVING_VERSION_UNKNOWN" });
  });

  it("scores an unseen category and an extra field with warnings, and refuses them when strict", async () => {
    const odd = { ...row, size: "gigantic", colour: "grey" };
    const reply = await post("/predict/strikes", [row, odd]);
    expect(reply.statusCode).toBe(200);
    expect(
      reply
        .json()
        .warnings.map(({ row: i, field }: { row: number; field: string }) => [i, field])
        .sort(),
    ).toEqual([
      [1, "colour"],
      [1, "size"],
    ]);
    for (const refused of [
      await post("/predict/strikes?strict=true", [odd]),
      await post("/predict/strikes", { rows: [odd], strict: true }),
    ]) {
      expect(refused.statusCode).toBe(422);
      expect(refused.json().error.code).toMatch(/^ML_FIELD_(UNSEEN|EXTRA)$/);
    }
  });

  it("names row and field of a missing field and a wrong type, also in a late slice of a large batch", async () => {
    const missing = await post("/predict/strikes", [row, { speed: 1, night: true }]);
    expect(missing.statusCode).toBe(422);
    expect(missing.json().error).toMatchObject({ code: "ML_FIELD_MISSING" });
    expect(missing.json().error.message).toContain('Row 1: field "size"');
    const rows = Array.from({ length: 1000 }, (_, i) => (i === 900 ? { ...row, speed: "fast" } : row));
    const wrong = await post("/predict/strikes", rows);
    expect(wrong.statusCode).toBe(422);
    expect(wrong.json().error.message).toContain('Row 900: field "speed"');
    expect(Object.keys(wrong.json().error)).toEqual(["code", "message", "fix", "docs"]);
  });

  it("keeps a reply small where every row is odd, and refuses a row of a million names", async () => {
    const odd = Array.from({ length: 1500 }, () => ({ ...row, colour: "grey", "x y": 1 }));
    const reply = (await post("/predict/strikes", odd)).json();
    expect([reply.predictions.length, reply.warnings.length, reply.warningsOmitted]).toEqual([1500, 1000, 2000]);
    const wide = `{${Array.from({ length: 500_000 }, (_, i) => `"k${i}":1`).join(",")},"speed":1,"size":"small","night":true}`;
    const startedMs = performance.now();
    const refused = await post("/predict/strikes", wide);
    expect(refused.statusCode).toBe(400);
    expect(refused.json().error.message).toContain("at most 1004 members, got 500003");
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  });

  it("accepts no rows, and null for a missing value", async () => {
    expect((await post("/predict/strikes", [])).json().predictions).toEqual([]);
    expect((await post("/predict/strikes", { ...row, speed: null })).statusCode).toBe(200);
  });

  it("says which model was meant", async () => {
    const reply = await post("/predict/strike", row);
    expect(reply.statusCode).toBe(404);
    expect(reply.json().error.message).toContain('Did you mean "strikes"?');
  });

  it.each([
    ["text", '"x"', "HTTP_BODY_INVALID"],
    ["a number", "3", "HTTP_BODY_INVALID"],
    ["an array of numbers", "[1]", "HTTP_BODY_INVALID"],
    ["a misspelt switch", '{"rows":[],"explian":true}', "HTTP_BODY_INVALID"],
    ["broken JSON", '{"speed":NaN}', "HTTP_JSON_INVALID"],
    ["nothing", "", "HTTP_JSON_INVALID"],
  ])("refuses %s", async (_, payload, code) => {
    const reply = await post("/predict/strikes", payload);
    expect(reply.statusCode).toBe(400);
    expect(reply.json().error.code).toBe(code);
  });

  it("keeps __proto__ and its kin harmless", async () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    const payload =
      '{"speed":1,"size":"small","night":true,"__proto__":{"polluted":1},"constructor":{"prototype":{"x":1}},"hasOwnProperty":1}';
    const reply = await post("/predict/strikes", payload);
    expect(reply.statusCode).toBeLessThan(500);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
    const inherited = await post("/predict/strikes", '{"__proto__":{"speed":1,"size":"small","night":true}}');
    expect(inherited.statusCode).toBe(422);
  });
});

describe("what is served", () => {
  it("lists models and describes one", async () => {
    expect((await get("/models")).json().models.map(({ name }: { name: string }) => name)).toEqual([
      "price",
      "strikes",
    ]);
    const model = (await get("/models/strikes")).json();
    expect(model).toMatchObject({ name: "strikes", version: 1, aliases: ["champion"], classes: ["no", "yes"] });
    expect(model.references).toEqual({ versions: [1], aliases: { champion: 1 } });
    expect(model.metrics.rocAucScore).toEqual({ value: 0.8, low: 0.75, high: 0.85 });
    expect(model.schema.find(({ name }: { name: string }) => name === "size")).toMatchObject({
      categories: ["large", "small"],
    });
  });

  it("tells its health", async () => {
    expect((await get("/health")).json()).toMatchObject({ status: "ok", version: "9.9.9", problems: [] });
    expect((await get("/health/live")).json()).toEqual({ live: true });
    expect((await get("/health/ready")).json()).toEqual({ ready: true });
  });

  it("counts for Prometheus, by route, status, model and version", async () => {
    await post("/predict/strikes", [row, row]);
    const text = (await get("/metrics")).body;
    expect(text).toMatch(
      /^http_server_request_duration_seconds_count\{http_request_method="POST",http_route="\/predict\/:model",http_response_status_code="200"\} \d+$/m,
    );
    expect(text).toMatch(/le="0.075"/);
    expect(
      Number(/^millrace_predictions_total\{model="strikes",version="1"\} (\d+)$/m.exec(text)![1]),
    ).toBeGreaterThanOrEqual(2);
    expect(text).toContain('millrace_model_info{model="strikes",version="1",digest="sha256:');
    expect(text).toMatch(/^millrace_requests_in_flight 0$/m);
    expect(text).toMatch(/^nodejs_eventloop_lag_seconds\{quantile="0.99"\} /m);
  });

  it("describes every route, and each model's rows, in OpenAPI 3.1", async () => {
    const document = (await get("/openapi.json")).json();
    expect(document.openapi).toBe("3.1.0");
    expect(document.paths["/predict/{model}"].post.tags).toEqual(["Predict"]);
    expect(document.paths["/v2/models/{model}/infer"].post.requestBody).toBeDefined();
    expect(document.paths["/predict/strikes"].post.requestBody.content["application/json"].schema.anyOf[0]).toEqual({
      $ref: "#/components/schemas/row-strikes",
    });
    expect(document.components.schemas["row-strikes"].required).toEqual(["speed", "size", "night"]);
    expect(document.components.schemas["row-strikes"].properties.night.type).toEqual(["boolean", "null"]);
  });

  it("serves a page whose policy allows its own files alone, and escapes names", async () => {
    const page = await get("/docs");
    expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(page.headers["content-security-policy"]).toContain("script-src 'self';");
    expect(page.body).not.toMatch(/<script(?! src=)|<style|onclick|style=/);
    for (const path of ["/docs/page.js", "/docs/style.css", "/docs/icon.svg"]) {
      expect(page.body).toContain(path);
      expect((await get(path)).statusCode).toBe(200);
    }
    expect((await get("/")).headers["location"]).toBe("/docs");
  });
});

describe("guards", () => {
  it.each([
    "evil.example",
    "evil.example:7400",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "localhost:7400@evil.example",
    "[::2]",
  ])("refuses the host %j before any handler", async (host) => {
    for (const url of ["/health", "/predict/strikes", "/nowhere", "/metrics", "/docs"]) {
      const reply = await app.inject({ method: url.startsWith("/predict") ? "POST" : "GET", url, headers: { host } });
      expect(reply.statusCode).toBe(403);
      expect(reply.json().error.code).toBe("HTTP_HOST_REFUSED");
    }
  });

  it.each(["localhost", "127.0.0.1", "[::1]", "LOCALHOST:7400", "127.0.0.1:80"])("answers to %s", async (host) => {
    expect((await get("/health/live", { host })).statusCode).toBe(200);
  });

  it("takes no X-Forwarded-Host for the host", async () => {
    const reply = await get("/health/live", { host: "evil.example", "x-forwarded-host": "localhost" });
    expect(reply.statusCode).toBe(403);
  });

  it.each([
    [{ origin: "https://evil.example" }],
    [{ origin: "null" }],
    [{ origin: "http://localhost:3000" }],
    [{ "sec-fetch-site": "cross-site" }],
    [{ "sec-fetch-site": "same-site" }],
  ] as Record<string, string>[][])("refuses writes from %j", async (headers) => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE"] as const) {
      for (const url of ["/predict/strikes", "/v2/models/strikes/infer", "/invocations", "/nowhere"]) {
        const reply = await app.inject({
          method,
          url,
          headers: { "content-type": "application/json", ...headers },
          payload: "{}",
        });
        expect([method, url, reply.statusCode]).toEqual([method, url, 403]);
      }
    }
  });

  it("takes writes from its own pages and from programs", async () => {
    expect(
      (await post("/predict/strikes", row, { host: "127.0.0.1:7400", origin: "http://127.0.0.1:7400" })).statusCode,
    ).toBe(200);
    expect((await post("/predict/strikes", row, { "sec-fetch-site": "same-origin" })).statusCode).toBe(200);
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/csv"])(
    "refuses a body of %s with 415",
    async (type) => {
      const reply = await post("/predict/strikes", row, { "content-type": type });
      expect(reply.statusCode).toBe(415);
      expect(reply.json().error).toMatchObject({ code: "HTTP_MEDIA_TYPE_UNSUPPORTED" });
    },
  );

  it("refuses an encoded body and one that is too large", async () => {
    expect((await post("/predict/strikes", row, { "content-encoding": "gzip" })).statusCode).toBe(415);
    const small = await createApp({
      store: served.store,
      deployments,
      version: "1",
      limits: { bodyBytes: 100 },
    });
    const reply = await small.inject({
      method: "POST",
      url: "/predict/strikes",
      headers: { "content-type": "application/json" },
      payload: JSON.stringify([row, row, row]),
    });
    expect(reply.statusCode).toBe(413);
    expect(reply.json().error.code).toBe("HTTP_BODY_TOO_LARGE");
    await small.close();
  });

  it("answers 405 with Allow, and 404 in the protocol's shape", async () => {
    const wrong = await get("/predict/strikes");
    expect(wrong.statusCode).toBe(405);
    expect(wrong.headers["allow"]).toBe("POST");
    expect(wrong.json().error.code).toBe("HTTP_METHOD_NOT_ALLOWED");
    expect((await app.inject({ method: "DELETE", url: "/models" })).headers["allow"]).toBe("GET, HEAD");
    expect((await get("/v2/nowhere")).json()).toEqual({ error: expect.stringContaining("nothing at GET /v2/nowhere") });
    expect((await get("/nowhere")).json().error.code).toBe("HTTP_ROUTE_UNKNOWN");
  });

  it("sends security headers with every answer", async () => {
    for (const url of ["/health", "/nowhere", "/docs", "/%c0%ae", "/models/nope"]) {
      const { headers } = await get(url);
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers["content-security-policy"]).toContain("default-src 'none'");
    }
  });

  it("refuses requests beyond its limit at once, and health goes on answering", async () => {
    const full = await createApp({
      store: served.store,
      deployments,
      version: "1",
      limits: { requestsInFlight: 1 },
    });
    const rows = Array.from({ length: 3000 }, () => row);
    const ask = () =>
      full.inject({
        method: "POST",
        url: "/predict/strikes",
        headers: { "content-type": "application/json" },
        payload: JSON.stringify(rows),
      });
    const replies = await Promise.all([ask(), ask(), ask(), full.inject("/health/live")]);
    expect(replies.map(({ statusCode }) => statusCode)).toEqual([200, 503, 503, 200]);
    expect(replies[1]!.headers["retry-after"]).toBe("1");
    expect(replies[1]!.json().error.code).toBe("HTTP_OVERLOADED");
    expect((await ask()).statusCode).toBe(200);
    full.refuseRequests();
    expect((await ask()).json().error.code).toBe("HTTP_STOPPING");
    await full.close();
  });
});
