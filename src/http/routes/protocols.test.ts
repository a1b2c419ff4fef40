import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openServedStore, type ServedStore } from "../../../test/fixtures/served-models.ts";
import { type Deployments, openDeployments } from "../../serving/index.ts";
import { type App, createApp } from "../app.ts";

const row = { speed: 120, size: "small", night: true };
let served: ServedStore;
let deployments: Deployments;
let app: App;

beforeAll(async () => {
  served = await openServedStore();
  deployments = await openDeployments(served.store, { pollMs: 0, defaultModel: "strikes" });
  app = await createApp({ store: served.store, deployments, version: "9.9.9" });
});

afterAll(async () => {
  await app.close();
  deployments.close();
  await served.close();
});

const post = (url: string, payload: unknown, type = "application/json") =>
  app.inject({
    method: "POST",
    url,
    headers: { "content-type": type },
    payload: typeof payload === "string" ? payload : JSON.stringify(payload),
  });
const get = (url: string) => app.inject(url);
const direct = (model: string, rows: readonly Record<string, unknown>[]) =>
  deployments
    .list()
    .find(({ name }) => name === model)!
    .predictor.predict(rows).predictions;

describe("Open Inference Protocol", () => {
  const inputs = [
    { name: "speed", shape: [2], datatype: "FP64", data: [120, null] },
    { name: "size", shape: [2, 1], datatype: "BYTES", data: [["small"], ["large"]] },
    { name: "night", shape: [2], datatype: "BOOL", data: [true, 0] },
  ];
  const rows = [
    { speed: 120, size: "small", night: true },
    { speed: null, size: "large", night: false },
  ];

  it("describes the server, its health and its models", async () => {
    expect((await get("/v2")).json()).toEqual({ name: "millrace", version: "9.9.9", extensions: [] });
    expect((await get("/v2/health/live")).json()).toEqual({ live: true, ready: true });
    expect((await get("/v2/health/ready")).json()).toEqual({ live: true, ready: true });
    expect((await get("/v2/models")).json()).toEqual({ models: ["price", "strikes"] });
    const metadata = (await get("/v2/models/strikes")).json();
    expect(metadata).toEqual({
      name: "strikes",
      versions: ["1"],
      platform: "millrace",
      inputs: [
        { name: "speed", datatype: "FP64", shape: [-1] },
        { name: "size", datatype: "BYTES", shape: [-1] },
        { name: "night", datatype: "BOOL", shape: [-1] },
      ],
      outputs: [
        { name: "prediction", datatype: "BYTES", shape: [-1] },
        { name: "probabilities", datatype: "FP64", shape: [-1, 2], parameters: { classes: '["no","yes"]' } },
      ],
    });
    expect((await get("/v2/models/strikes/versions/1")).json()).toEqual(metadata);
    expect((await get("/v2/models/strikes/ready")).json()).toEqual({ name: "strikes", ready: true });
    expect((await get("/v2/models/strikes/versions/1/ready")).json()).toEqual({ name: "strikes", ready: true });
  });

  it("infers column-wise, nested or flat, echoes the id and names the version", async () => {
    const reply = await post("/v2/models/strikes/infer", { id: "r-1", parameters: { content_type: "pd" }, inputs });
    const expected = direct("strikes", rows);
    expect(reply.json()).toEqual({
      model_name: "strikes",
      model_version: "1",
      id: "r-1",
      outputs: [
        { name: "prediction", datatype: "BYTES", shape: [2], data: expected.map(({ prediction }) => prediction) },
        {
          name: "probabilities",
          datatype: "FP64",
          shape: [2, 2],
          parameters: { classes: '["no","yes"]' },
          data: expected.flatMap(({ probabilities }) => [probabilities!["no"], probabilities!["yes"]]),
        },
      ],
    });
    expect((await post("/v2/models/strikes/versions/1/infer", { inputs })).json().outputs).toEqual(
      reply.json().outputs,
    );
  });

  it("gives the outputs that were asked for", async () => {
    const reply = await post("/v2/models/strikes/infer", { inputs, outputs: [{ name: "probabilities" }] });
    expect(reply.json().outputs.map(({ name }: { name: string }) => name)).toEqual(["probabilities"]);
    const wrong = await post("/v2/models/strikes/infer", { inputs, outputs: [{ name: "logits" }] });
    expect([wrong.statusCode, wrong.json().error]).toEqual([400, expect.stringContaining("prediction, probabilities")]);
  });

  it("reads one tensor of all fields in order", async () => {
    for (const data of [
      [50, 2, 80, 3],
      [
        [50, 2],
        [80, 3],
      ],
    ]) {
      const reply = await post("/v2/models/price/infer", {
        inputs: [{ name: "X", shape: [2, 2], datatype: "FP32", data }],
      });
      const { outputs } = reply.json();
      expect(outputs).toHaveLength(1);
      expect(outputs[0]).toMatchObject({ name: "prediction", datatype: "FP64", shape: [2] });
      expect(outputs[0].data[0]).toBeCloseTo(51_000, 0);
      expect(outputs[0].data[1]).toBeCloseTo(81_500, 0);
    }
  });

  it.each([
    ["no inputs", {}, '"inputs"'],
    ["a wrong count", { inputs: [{ ...inputs[0], data: [1] }] }, "2 values for shape [2]"],
    ["an unknown datatype", { inputs: [{ ...inputs[0], datatype: "FP128" }] }, "FP128"],
    ["text in a number", { inputs: [{ ...inputs[0], data: ["a", "b"] }] }, "FP64 or null"],
    ["a fraction in an integer", { inputs: [{ ...inputs[0], datatype: "INT32", data: [1, 1.5] }] }, "INT32 or null"],
    [
      "unequal lengths",
      { inputs: [inputs[0], { ...inputs[1], shape: [1], data: ["small"] }] },
      "2 values as in the first",
    ],
    ["a name twice", { inputs: [inputs[0], inputs[0]] }, "each name once"],
    ["a negative shape", { inputs: [{ ...inputs[0], shape: [-1] }] }, "whole numbers"],
    ["a missing field", { inputs: [inputs[0], inputs[1]] }, 'field "night" is missing'],
    [
      "a table of another width",
      { inputs: [{ name: "X", shape: [1, 5], datatype: "FP64", data: [1, 2, 3, 4, 5] }] },
      "shape [n, 3]",
    ],
    ["an id that is a number", { id: 3, inputs }, '"id"'],
    ["a list", [], "an object with inputs"],
  ])("refuses %s with 400 and { error }", async (_, body, reason) => {
    const reply = await post("/v2/models/strikes/infer", body);
    expect(reply.statusCode).toBe(400);
    expect(reply.json()).toEqual({ error: expect.stringContaining(reason) });
  });

  it("says 404 for an unknown model or version", async () => {
    for (const url of ["/v2/models/nope/infer", "/v2/models/strikes/versions/9/infer"]) {
      const reply = await post(url, { inputs });
      expect(reply.statusCode).toBe(404);
      expect(reply.json()).toEqual({ error: expect.any(String) });
    }
    expect((await get("/v2/models/nope")).statusCode).toBe(404);
    expect((await get("/v2/models/nope/ready")).statusCode).toBe(404);
  });

  it("carries warnings as a parameter", async () => {
    const odd = [inputs[0], { ...inputs[1], data: ["tiny", "large"] }, inputs[2]];
    const reply = await post("/v2/models/strikes/infer", { inputs: odd });
    expect(reply.statusCode).toBe(200);
    expect(reply.json().parameters.warnings).toContain("tiny");
  });
});

describe("KServe v1", () => {
  it("lists, tells readiness and predicts", async () => {
    expect((await get("/v1/models")).json()).toEqual({ models: ["price", "strikes"] });
    expect((await get("/v1/models/price")).json()).toEqual({ name: "price", ready: true });
    const reply = await post("/v1/models/strikes:predict", { instances: [row, [80, "large", null]] });
    expect(reply.json()).toEqual({
      predictions: direct("strikes", [row, { speed: 80, size: "large", night: null }]).map(
        ({ prediction }) => prediction,
      ),
      model_name: "strikes",
      model_version: "1",
    });
  });

  it("answers errors as { error }", async () => {
    for (const [url, body, status] of [
      ["/v1/models/nope:predict", { instances: [] }, 404],
      ["/v1/models/strikes:guess", { instances: [] }, 404],
      ["/v1/models/strikes:predict", { rows: [] }, 400],
      ["/v1/models/strikes:predict", { instances: [[1]] }, 400],
    ] as const) {
      const reply = await post(url, body);
      expect([url, reply.statusCode]).toEqual([url, status]);
      expect(reply.json()).toEqual({ error: expect.any(String) });
    }
  });
});

describe("MLflow scoring", () => {
  const rows = [row, { speed: null, size: "large", night: false }];
  const columns = ["size", "speed", "night"];
  const data = rows.map(({ size, speed, night }) => [size, speed, night]);

  it.each([
    ["dataframe_split", { dataframe_split: { columns, index: [0, 1], data } }],
    ["dataframe_records", { dataframe_records: rows, params: {} }],
    ["instances as objects", { instances: rows }],
    ["instances as lists", { instances: rows.map(({ size, speed, night }) => [speed, size, night]) }],
    ["inputs as columns", { inputs: { size: ["small", "large"], speed: [[120], [null]], night: [true, false] } }],
    ["inputs as rows", { inputs: rows }],
  ])("reads %s", async (_, body) => {
    const expected = direct("strikes", rows).map(({ prediction }) => prediction);
    for (const url of ["/invocations", "/invocations/strikes"]) {
      const reply = await post(url, body);
      expect(reply.statusCode).toBe(200);
      expect(reply.json().predictions).toEqual(expected);
    }
  });

  it("reads CSV with quotes, CRLF, missing values and a byte order mark", async () => {
    const csv =
      '\ufeffsize,speed,night,remark\r\nsmall,120,true,"a ""quoted"", text\nin two lines"\r\nlarge,NA,false,\r\n';
    const reply = await post("/invocations", csv, "text/csv; charset=utf-8");
    expect(reply.statusCode).toBe(200);
    expect(reply.json().predictions).toEqual(direct("strikes", rows).map(({ prediction }) => prediction));
    expect(reply.json().warnings).toEqual([]);
  });

  it.each([
    ["a bare list", "[1]", "application/json"],
    ["no format", "{}", "application/json"],
    ["two formats", { instances: [], inputs: [] }, "application/json"],
    ["broken JSON", "{", "application/json"],
    ["a split without data", { dataframe_split: { columns } }, "application/json"],
    ["a ragged split", { dataframe_split: { columns, data: [[1]] } }, "application/json"],
    ["a repeated column", { dataframe_split: { columns: ["a", "a"], data: [] } }, "application/json"],
    ["records that are lists", { dataframe_records: [[1]] }, "application/json"],
    ["unequal columns", { inputs: { size: ["small"], speed: [1, 2] } }, "application/json"],
    ["params that are a list", { instances: rows, params: [] }, "application/json"],
    ["a wrong type", { dataframe_records: [{ ...row, speed: "fast" }] }, "application/json"],
    ["a ragged CSV", "size,speed,night\nsmall,1\n", "text/csv"],
    ["an open quote", 'size,speed,night\n"small,1,true\n', "text/csv"],
    ["text after a quote", 'size,speed,night\n"small"x,1,true\n', "text/csv"],
    ["an empty CSV", "", "text/csv"],
    ["a word for a number", "size,speed,night\nsmall,fast,true\n", "text/csv"],
  ])("refuses %s with 400 and BAD_REQUEST", async (_, body, type) => {
    const reply = await post("/invocations", body, type);
    expect(reply.statusCode).toBe(400);
    expect(reply.json()).toEqual({ error_code: "BAD_REQUEST", message: expect.any(String) });
  });

  it("refuses other content types with 415, and names an unknown model", async () => {
    expect((await post("/invocations", "x", "text/plain")).statusCode).toBe(415);
    const unknown = await post("/invocations/nope", { instances: [] });
    expect([unknown.statusCode, unknown.json().error_code]).toEqual([404, "RESOURCE_DOES_NOT_EXIST"]);
  });

  it("asks for a name where several models are served and none is the default", async () => {
    const several = await openDeployments(served.store, { pollMs: 0 });
    const other = await createApp({
      store: served.store,
      deployments: several,
      version: "1",
    });
    const reply = await other.inject({
      method: "POST",
      url: "/invocations",
      headers: { "content-type": "application/json" },
      payload: '{"instances":[]}',
    });
    expect(reply.statusCode).toBe(400);
    expect(reply.json().message).toContain("price, strikes");
    await other.close();
    several.close();
  });

  it("answers ping and version", async () => {
    expect((await get("/ping")).statusCode).toBe(200);
    expect((await get("/version")).body).toBe("9.9.9");
  });
});
