import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { loadModel, type Prediction, type Predictor } from "../../src/ml/pipeline/predictor.ts";
import { systemPlatform } from "../../src/platform/index.ts";
import { openStore } from "../../src/store/index.ts";
import { json, run, subscriptionsCsv, workFolder } from "./command-line.ts";

// A busy machine is slow to start a dozen processes.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

/** One model of every kind that scores differently; trees also meet their missing values and categories themselves. */
const workflows: Readonly<Record<string, string>> = {
  linear: 'problem: { target: "cancelled", positive: "yes" }, candidates: [logisticRegression()]',
  boosted: 'problem: { target: "cancelled", positive: "yes" }, candidates: [gradientBoosting({ trees: 15 })]',
  plans: 'problem: { target: "plan" }, candidates: [gradientBoosting({ trees: 5 })]',
  forest: 'problem: { task: "regression", target: "tenure" }, candidates: [randomForest({ trees: 10 })]',
  odd: 'problem: { task: "anomaly" }, candidates: [isolationForest({ trees: 20 })]',
  groups: 'problem: { task: "clustering" }, candidates: [kMeans({ clusters: 4 })]',
};
const names = Object.keys(workflows);

describe("a model's answers are the same to the bit in process, in batches and over HTTP", () => {
  const folder = workFolder();
  const home = join(folder.path, "home");
  const predictors = new Map<string, Predictor>();
  let rows: Record<string, string | number | null>[];
  let server: { address: string; stop(): Promise<number | null> };

  beforeAll(async () => {
    const csv = subscriptionsCsv(400);
    writeFileSync(join(folder.path, "subscriptions.csv"), csv);
    rows = rowsOf(csv);
    for (const [name, body] of Object.entries(workflows)) {
      const file = join(folder.path, `${name}.workflow.ts`);
      writeFileSync(
        file,
        `import { defineWorkflow, gradientBoosting, isolationForest, kMeans, logisticRegression, randomForest, table } from "millrace";
export default defineWorkflow({ name: "${name}", data: table("subscriptions.csv", { key: "customer" }), ${body}, search: { trials: 2, folds: 2 }, gates: [] });
`,
      );
    }
    // Two at a time: they share the home, as they may.
    for (let i = 0; i < names.length; i += 2) {
      const ended = await Promise.all(
        names
          .slice(i, i + 2)
          .map((name) => run(["run", `${name}.workflow.ts`, "--home", home, "--json"], { cwd: folder.path })),
      );
      for (const one of ended) expect(one.status, one.stderr).toBe(0);
      const store = await openStore(home, { platform: systemPlatform, readOnly: true });
      for (const one of ended) {
        const { model } = json<{ model: { name: string; digest: string } }>(one);
        predictors.set(model.name, loadModel(await store.artifacts.read(model.digest)));
      }
      await store.close();
    }
    server = await serve(home);
  });
  afterAll(async () => {
    expect(await server?.stop()).toBe(0);
    folder.remove();
  });

  it.each(names)("%s", async (name) => {
    const expected = predictors.get(name)!.predict(rows).predictions;
    expect(expected).toHaveLength(rows.length);
    expect(new Set(expected.map(({ prediction }) => prediction)).size).toBeGreaterThan(1);

    // One row at a time says what the whole table says.
    const alone = rows.slice(0, 50).map((row) => predictors.get(name)!.predictOne(row));
    expect(alone).toEqual(expected.slice(0, 50));

    const rest = await ask<{ predictions: Prediction[] }>(`${server.address}/predict/${name}`, rows);
    expect(rest.predictions).toEqual(expected);

    const url = `${server.address}/invocations/${name}`;
    const mlflow = await ask<{ predictions: unknown[] }>(url, { dataframe_records: rows });
    expect(mlflow.predictions).toEqual(expected.map(({ prediction }) => prediction));

    const outputs = ["parquet", "ndjson", "csv"].map((extension) => `${name}.${extension}`);
    const ended = await Promise.all(
      outputs.map((out) =>
        run(["predict", name, "--home", home, "--data", "subscriptions.csv", "--out", out], { cwd: folder.path }),
      ),
    );
    for (const one of ended) expect(one.status, one.stderr).toBe(0);
    expect(await fromParquet(join(folder.path, outputs[0]!))).toEqual(expected);
    const lines = readFileSync(join(folder.path, outputs[1]!), "utf8").trimEnd().split("\n");
    expect(lines.map((line) => asPrediction(JSON.parse(line) as Record<string, unknown>))).toEqual(expected);
    expect(fromCsv(readFileSync(join(folder.path, outputs[2]!), "utf8"))).toEqual(expected);
  });
});

/** The rows as a client would send them: numbers as numbers, gaps as null. */
function rowsOf(csv: string): Record<string, string | number | null>[] {
  const numeric = new Set(["tenure", "price", "support calls"]);
  return parseCsv(csv).map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, text]) => [name, numeric.has(name) ? (text === "" ? null : Number(text)) : text]),
    ),
  );
}

function parseCsv(csv: string): Record<string, string>[] {
  const [header, ...lines] = csv
    .trimEnd()
    .split("\n")
    .map((line) => line.split(","));
  return lines.map((cells) => Object.fromEntries(header!.map((name, i) => [name, cells[i]!])));
}

const prefix = "probability_";

function asPrediction(row: Record<string, unknown>): Prediction {
  const probabilities = Object.entries(row).filter(([name]) => name.startsWith(prefix));
  const prediction = row["prediction"] as string | number;
  if (probabilities.length === 0) return { prediction };
  return {
    prediction,
    probabilities: Object.fromEntries(probabilities.map(([name, p]) => [name.slice(prefix.length), Number(p)])),
  };
}

function fromCsv(csv: string): Prediction[] {
  return parseCsv(csv).map((row) => {
    const one = asPrediction(row);
    return one.probabilities === undefined ? { prediction: Number(one.prediction) } : one;
  });
}

async function fromParquet(path: string): Promise<Prediction[]> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const rows = (await connection.runAndReadAll(`select * from '${path}'`)).getRowObjectsJS() as Record<
    string,
    unknown
  >[];
  connection.closeSync();
  return rows.map((row) =>
    asPrediction({
      ...row,
      prediction: typeof row["prediction"] === "bigint" ? Number(row["prediction"]) : row["prediction"],
    }),
  );
}

async function ask<T>(url: string, body: unknown): Promise<T> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status}: ${text}`);
  return JSON.parse(text) as T;
}

/** Starts `millrace serve` as a user does and waits for its address. */
async function serve(home: string): Promise<{ address: string; stop(): Promise<number | null> }> {
  let started: (value: { address: string; stop(): Promise<number | null> }) => void = () => {};
  const ready = new Promise<{ address: string; stop(): Promise<number | null> }>((resolve) => {
    started = resolve;
  });
  const ended = run(["serve", "--home", home, "--port", "0", "--json"], {
    onStart: (child) => {
      let text = "";
      child.stdout!.on("data", (chunk) => {
        text += chunk;
        if (!text.includes("\n")) return;
        const { address } = JSON.parse(text) as { address: string };
        const stop = async (): Promise<number | null> => {
          child.kill("SIGTERM");
          return (await ended).status;
        };
        started({ address, stop });
      });
    },
  });
  const failed = ended.then(({ stderr }) => {
    throw new Error(`the server ended: ${stderr}`);
  });
  failed.catch(() => {});
  return Promise.race([ready, failed]);
}
