import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ofModel, tester } from "../../test/fixtures/envelopes.ts";
import { binaryModel } from "../../test/fixtures/tiny-models.ts";
import { startServer } from "../http/index.ts";
import { decodeModel, encodeModel, importOnnx, loadModel } from "../ml/index.ts";
import { systemPlatform } from "../platform/index.ts";
import { openStore } from "../store/index.ts";
import { main } from "./program.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "millrace-onnx-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function type<T = Record<string, unknown>>(...argv: string[]): Promise<{ exitCode: number; answer: T }> {
  const out: string[] = [];
  const exitCode = await main([...argv, "--json"], {
    out: (text) => out.push(text),
    note: () => {},
    status: () => {},
    isInteractive: false,
    workingFolder: folder,
    environment: {},
    platform: systemPlatform,
    interrupted: new AbortController().signal,
  });
  return { exitCode, answer: JSON.parse(out[0]!) as T };
}

const fixture = (name: string): void =>
  copyFileSync(new URL(`../../test/fixtures/onnx/${name}.onnx`, import.meta.url), join(folder, `${name}.onnx`));

describe("millrace import", () => {
  it("registers a foreign model, which is listed, shown and scores files", async () => {
    fixture("sklearn-columns-logistic");
    const line = [
      "import",
      "sklearn-columns-logistic.onnx",
      "--name",
      "churn",
      "--alias",
      "champion",
      "--target",
      "leaving",
    ];
    const { exitCode, answer } = await type(...line);
    expect(exitCode).toBe(0);
    expect(answer).toMatchObject({
      model: "churn",
      version: 1,
      reused: false,
      task: "binary",
      classes: ["leaves", "stays"],
    });
    expect(answer["columns"]).toEqual([
      { name: "age", kind: "number" },
      { name: "size", kind: "number" },
      { name: "colour", kind: "category" },
      { name: "grade", kind: "category" },
    ]);
    const shown = await type<{ task: string; target: string; lineage: { run: null; import: { file: string } } }>(
      "show",
      "churn",
    );
    expect(shown.exitCode).toBe(0);
    expect(shown.answer).toMatchObject({
      task: "binary",
      target: "leaving",
      lineage: { run: null, import: { file: "sklearn-columns-logistic.onnx" } },
    });
    writeFileSync(join(folder, "rows.csv"), "age,size,colour,grade\n0.5,1,red,a\n-2,0.1,infrared,d\n,0,blue,b\n");
    expect((await type("predict", "churn", "--data", "rows.csv", "--out", "scored.csv")).answer).toMatchObject({
      rows: 3,
    });
    expect(readFileSync(join(folder, "scored.csv"), "utf8").trim().split("\n")).toHaveLength(4);
    expect((await type(...line)).answer).toMatchObject({ version: 1, reused: true });
  });

  it("serves it over HTTP, in one row and in many, and says of a wrong row what is wrong", async () => {
    fixture("sklearn-columns-logistic");
    await type("import", "sklearn-columns-logistic.onnx", "--name", "churn", "--alias", "champion");
    const store = await openStore(join(folder, ".millrace"), { platform: systemPlatform });
    const server = await startServer({ store, version: "1.0.0", port: 0, actor: tester });
    const ask = async (path: string, body: unknown) => {
      const headers = { "content-type": "application/json" };
      const reply = await fetch(`${server.address}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
      return { status: reply.status, body: (await reply.json()) as Record<string, never> };
    };
    try {
      const rows = [
        { age: 0.5, size: 1, colour: "red", grade: "a" },
        { age: -2, size: 0.1, colour: "infrared", grade: "d" },
      ];
      const own = loadModel(encodeModel(importOnnx(readFileSync(join(folder, "sklearn-columns-logistic.onnx")))));
      const { predictions } = own.predict(rows);
      expect((await ask("/predict/churn", rows)).body["predictions"]).toMatchObject(predictions);
      expect((await ask("/predict/churn", rows[1])).body["predictions"]).toMatchObject(predictions.slice(1));
      const tensors = Object.entries({
        age: [0.5, -2],
        size: [1, 0.1],
        colour: ["red", "infrared"],
        grade: ["a", "d"],
      });
      const inputs = tensors.map(([name, data]) => {
        return { name, shape: [2], datatype: typeof data[0] === "number" ? "FP64" : "BYTES", data };
      });
      const inferred = await ask("/v2/models/churn/infer", { inputs });
      const [labels] = inferred.body["outputs"] as unknown as { data: unknown }[];
      expect(labels!.data).toEqual(predictions.map(({ prediction }) => prediction));
      const wrong = await ask("/predict/churn", { ...rows[0], age: "old" });
      expect(wrong.status).toBe(422);
      expect(JSON.stringify(wrong.body)).toContain("age");
    } finally {
      await server.close();
      await store.close();
    }
  });

  it("refuses what is no model, or another than declared, and leaves nothing behind", async () => {
    fixture("torch-classes");
    writeFileSync(join(folder, "broken.onnx"), "not a model");
    const before = readdirSync(folder);
    const codes = await Promise.all(
      [
        ["import", "broken.onnx", "--name", "a"],
        ["import", "torch-classes.onnx", "--name", "a", "--columns", "one,two"],
        ["import", "torch-classes.onnx", "--name", "a b"],
        ["import", "nowhere.onnx", "--name", "a"],
      ].map(async (line) => {
        const { exitCode, answer } = await type<{ error: { code: string } }>(...line);
        return [exitCode, answer.error.code];
      }),
    );
    expect(codes).toEqual([
      [2, "ML_ONNX_INVALID"],
      [2, "ML_ONNX_SIGNATURE"],
      [2, "REGISTRY_NAME_INVALID"],
      [2, "CLI_USAGE"],
    ]);
    expect(readdirSync(folder)).toEqual(before);
  });
});

describe("millrace export", () => {
  it("writes ONNX that scores the same, and that can be imported again", async () => {
    const bytes = binaryModel(3);
    const store = await openStore(join(folder, ".millrace"), { platform: systemPlatform });
    const digest = await store.artifacts.put(bytes);
    const body = { model: "strikes", version: 1, digest, report: digest, metrics: {} };
    await store.commit({
      ...ofModel("strikes", "r"),
      type: "version.registered",
      body,
    });
    await store.close();
    const { exitCode, answer } = await type<{ parity: { largestDifference: number; rows: number } }>(
      ...["export", "strikes@1", "--onnx", "strikes.onnx"],
    );
    expect(exitCode).toBe(0);
    expect(answer.parity.rows).toBe(500);
    expect(answer.parity.largestDifference).toBeLessThanOrEqual(1e-6);
    expect((await type("export", "strikes", "--onnx", "floats.onnx", "--float-inputs")).exitCode).toBe(0);
    const again = await type("import", "strikes.onnx", "--name", "again");
    expect(again.answer).toMatchObject({ task: "binary", classes: ["no", "yes"] });
    await type("export", "strikes", "--out", "strikes.millrace");
    expect(decodeModel(readFileSync(join(folder, "strikes.millrace"))).classes).toEqual(["no", "yes"]);
    expect(readFileSync(join(folder, "strikes.millrace"))).toEqual(Buffer.from(bytes));
  });
});
