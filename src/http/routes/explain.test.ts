import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openServedStore, type ServedStore } from "../../../test/fixtures/served-models.ts";
import type { RowExplanation } from "../../ml/pipeline/index.ts";
import { type Deployments, openDeployments } from "../../serving/index.ts";
import { type App, createApp } from "../app.ts";

const rows = [
  { speed: 120, size: "small", night: true },
  { speed: null, size: "large", night: false },
];
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

const post = async (url: string, payload: unknown) => {
  const headers = { "content-type": "application/json" };
  const reply = await app.inject({ method: "POST", url, headers, payload: JSON.stringify(payload) });
  return { status: reply.statusCode, body: reply.json() };
};
const direct = (asked = rows): readonly RowExplanation[] =>
  deployments
    .list()
    .find(({ name }) => name === "strikes")!
    .predictor.explain(asked).explanations;

describe("explanations over HTTP", () => {
  it("stand beside the predictions of /predict where they are asked for", async () => {
    const expected = direct();
    for (const reply of [
      await post("/predict/strikes", { rows, explain: true }),
      await post("/predict/strikes?explain=true", rows),
      await post("/predict/strikes/1?explain", { rows }),
    ]) {
      expect(reply.status).toBe(200);
      expect(reply.body.predictions.map(({ explanation }: { explanation: unknown }) => explanation)).toEqual(expected);
      expect(reply.body.predictions[0].prediction).toBeTypeOf("string");
    }
    const [first] = expected;
    const sum = first!.contributions.reduce((all, { contribution }) => all + contribution, first!.baseline);
    expect(sum).toBeCloseTo(first!.score, 9);
    const without = await post("/predict/strikes", { rows, explain: false });
    expect(without.body.predictions[0]).not.toHaveProperty("explanation");
  });

  it("are KServe's :explain", async () => {
    const reply = await post("/v1/models/strikes:explain", { instances: rows });
    expect(reply.body).toMatchObject({ explanations: direct(), model_name: "strikes", model_version: "1" });
    expect(reply.body.predictions).toHaveLength(2);
  });

  it("are further tensors of the Open Inference Protocol", async () => {
    const inputs = [
      { name: "speed", shape: [2], datatype: "FP64", data: [120, null] },
      { name: "size", shape: [2], datatype: "BYTES", data: ["small", "large"] },
      { name: "night", shape: [2], datatype: "BOOL", data: [true, false] },
    ];
    const { body } = await post("/v2/models/strikes/infer", { inputs, parameters: { explain: true } });
    const [contributions, baseline, explained] = body.outputs.slice(2);
    const columns = JSON.parse(contributions.parameters.columns) as string[];
    const expected = direct();
    expect(contributions).toMatchObject({ name: "contributions", datatype: "FP64", shape: [2, columns.length] });
    expected.forEach((one, i) => {
      for (const { column, contribution } of one.contributions) {
        expect(contributions.data[i * columns.length + columns.indexOf(column)]).toBe(contribution);
      }
    });
    expect(contributions.parameters.scale).toBe(expected[0]!.scale);
    expect(baseline.data).toEqual(expected.map((one) => one.baseline));
    expect(explained.data).toEqual(expected.map(({ label }) => label));
    expect((await post("/v2/models/strikes/infer", { inputs })).body.outputs).toHaveLength(2);
  });

  it("of many rows are those of each, in order", async () => {
    const many = Array.from({ length: 70 }, (_, i) => ({ ...rows[i % 2]!, speed: i }));
    const { body } = await post("/predict/strikes", { rows: many, explain: true });
    expect(body.predictions.map(({ explanation }: { explanation: unknown }) => explanation)).toEqual(direct(many));
  });

  it("are refused in each protocol's shape where the request is wrong", async () => {
    expect((await post("/predict/strikes", { rows, explain: "yes" })).status).toBe(400);
    expect((await post("/predict/strikes?explain=perhaps", rows)).body.error.code).toBe("HTTP_BODY_INVALID");
    expect(await post("/v1/models/nope:explain", { instances: rows })).toMatchObject({
      status: 404,
      body: { error: expect.any(String) },
    });
    const wrong = await post("/v2/models/strikes/infer", { inputs: [], parameters: { explain: 1 } });
    expect(wrong).toMatchObject({ status: 400, body: { error: expect.stringContaining("explain") } });
  });

  it("stand in the OpenAPI document", async () => {
    const text = (await app.inject("/openapi.json")).body;
    expect(text).toContain("What each column added");
    expect(text).toContain("Adds the outputs contributions");
  });
});
