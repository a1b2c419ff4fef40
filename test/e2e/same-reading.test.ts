import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDuckDB, withDuckDB } from "../../src/data/duckdb.ts";
import { readSnapshot } from "../../src/data/index.ts";
import { decodeModel, loadModel, type Prediction } from "../../src/ml/index.ts";
import { random } from "../../src/ml/random.ts";
import { systemPlatform } from "../../src/platform/index.ts";
import { openStore, resolveModel, stepsOf } from "../../src/store/index.ts";
import { run, workFolder } from "./command-line.ts";

afterAll(closeDuckDB);

/** How a table is written, and what its declaration says of that. */
interface Writing {
  readonly delimiter: string;
  readonly decimal: "." | ",";
  readonly day: (y: number, m: number, d: number) => string;
  /** The day in SQL, of the text. */
  readonly daySql: string;
  readonly options: string;
}

const two = (n: number): string => String(n).padStart(2, "0");
const writings: Readonly<Record<string, Writing>> = {
  "comma-separated, days first with slashes": {
    delimiter: ",",
    decimal: ".",
    day: (y, m, d) => `${two(d)}/${two(m)}/${y}`,
    daySql: "strptime(joined, '%d/%m/%Y')::DATE",
    options: `dates: "day-first"`,
  },
  "semicolons and decimal commas, days first with dots": {
    delimiter: ";",
    decimal: ",",
    day: (y, m, d) => `${d}.${m}.${two(y % 100)}`,
    daySql: "strptime(joined, '%d.%m.%y')::DATE",
    options: `decimal: ",", dates: "day-first"`,
  },
  "days as eight digits": {
    delimiter: ",",
    decimal: ".",
    day: (y, m, d) => `${y}${two(m)}${two(d)}`,
    daySql: "joined::INTEGER",
    options: `kinds: { housing: "boolean", joined: "date" }`,
  },
};

type Cells = Readonly<Record<string, string>>;

/** Clients of an invented bank. No part of a day is above 12 in most rows: the order can't be told from them. */
function clients({ decimal, day }: Writing): Cells[] {
  const draw = random(11, "same reading");
  const jobs = ["admin.", "technician", "retired", " student ", "unknown"];
  return Array.from({ length: 400 }, (_, i) => {
    const job = draw.integer(jobs.length);
    const age = draw.next() < 0.15 ? -999 : 18 + draw.integer(60);
    const balance = draw.next() < 0.1 ? "-999" : draw.next() < 0.1 ? "-999.0" : (draw.next() * 4000 - 500).toFixed(2);
    const month = 1 + draw.integer(12);
    const calls = draw.integer(4);
    const gone = age === -999 ? 1 : 0;
    const pull = (job === 4 ? 1.5 : job === 2 ? 1 : -0.4) + 0.15 * (month - 6) + 1.2 * gone + 0.4 * (calls - 2);
    const micros = String(draw.integer(1_000_000)).padStart(6, "0");
    return {
      client: `c${i}`,
      age: String(age),
      job: jobs[job]!,
      balance: balance.replace(".", decimal),
      joined: draw.next() < 0.05 ? "unknown" : day(2019 + draw.integer(4), month, 1 + draw.integer(12)),
      seen: `2024-0${1 + draw.integer(9)}-03T10:20:30.${micros}+02:00`,
      housing: ["yes", "No", "YES", "no", "unknown", ""][draw.integer(6)]!,
      branch: ["007", "012", "120", "unknown", "  "][draw.integer(5)]!,
      calls: String(calls),
      subscribed: draw.next() < 1 / (1 + Math.exp(-pull)) ? "yes" : "no",
    };
  });
}

/** The row as a client of a service sends it: numbers as numbers, all else as it stands in the file. */
function asJson(cells: Cells, decimal: string): Record<string, unknown> {
  const numbers = ["age", "balance", "calls"];
  return Object.fromEntries(
    Object.entries(cells)
      .filter(([name]) => name !== "subscribed")
      .map(([name, text]) => [name, numbers.includes(name) ? Number(text.replace(decimal, ".")) : text]),
  );
}

const workflow = ({ options }: Writing): string => `import { defineWorkflow, gradientBoosting, table } from "millrace";

export default defineWorkflow({
  name: "deposits",
  problem: { task: "classification", target: "subscribed", positive: "yes" },
  data: table("clients.csv", {
    key: "client",
    missing: ["unknown", "-999"],
    ${options.includes("kinds") ? "" : `kinds: { housing: "boolean" },`}
    ${options},
  }),
  features: (c) => ({ month: c["joined"].month(), late: c["seen"].daysSince("2024-01-01") }),
  candidates: [gradientBoosting({ trees: 30, minSamplesLeaf: 5 })],
  search: { trials: 1, folds: 2 },
  gates: [],
});
`;

describe.each(Object.entries(writings))("a table with %s", (_, writing) => {
  const folder = workFolder();
  const home = join(folder.path, ".millrace");
  const rows = clients(writing);
  const requests = rows.map((row) => asJson(row, writing.decimal));
  let expected: Prediction[];
  let bytes: Uint8Array;

  afterAll(() => folder.remove());

  beforeAll(async () => {
    const header = Object.keys(rows[0]!);
    const lines = [header, ...rows.map((row) => Object.values(row))].map((cells) => cells.join(writing.delimiter));
    writeFileSync(join(folder.path, "clients.csv"), `${lines.join("\n")}\n`);
    writeFileSync(join(folder.path, "deposits.workflow.ts"), workflow(writing));
    const trained = await run(["run", folder.path, "--home", home, "--json"]);
    expect(trained.status, trained.stdout + trained.stderr).toBe(0);
    const store = await openStore(home, { platform: systemPlatform });
    try {
      const version = await resolveModel(store, "deposits");
      bytes = await store.artifacts.read(version.digest);
      const snapshot = (await stepsOf(store, version.run!)).find(({ step }) => step === "snapshot")!;
      const { table } = JSON.parse(snapshot.outputs!) as { table: string };
      expected = await evaluated(await store.artifacts.path(table), bytes);
    } finally {
      await store.close();
    }
  });

  /** What evaluation predicts: the snapshot's own frame, with no request or file between. */
  async function evaluated(snapshot: string, model: Uint8Array): Promise<Prediction[]> {
    const pipeline = decodeModel(model);
    const { values, probabilities } = pipeline.predict(await readSnapshot(snapshot));
    return Array.from(values, (code, row) => ({
      prediction: pipeline.classes[code]!,
      probabilities: Object.fromEntries(pipeline.classes.map((name, k) => [name, probabilities![row * 2 + k]!])),
    }));
  }

  async function predictFile(input: string): Promise<Prediction[]> {
    const out = join(folder.path, `${input}.scored.ndjson`);
    const ended = await run(["predict", "deposits", "--home", home, "--data", join(folder.path, input), "--out", out]);
    expect(ended.status, ended.stderr).toBe(0);
    expect(ended.stderr).not.toMatch(/warning/);
    return readFileSync(out, "utf8")
      .trim()
      .split("\n")
      .map((line) => {
        const row = JSON.parse(line) as { prediction: string; probability_yes: number; probability_no: number };
        return { prediction: row.prediction, probabilities: { no: row.probability_no, yes: row.probability_yes } };
      });
  }

  it("is predicted in process as evaluation predicted it, and what was missing matters", () => {
    expect(new Set(expected.map(({ probabilities }) => probabilities!["yes"])).size).toBeGreaterThan(50);
    const { predictions, warnings } = loadModel(bytes).predict(requests, { strict: true });
    expect(predictions).toEqual(expected);
    expect(warnings).toEqual([]);
    const unread = requests.map((row) => ({ ...row, age: row["age"] === -999 ? -998 : row["age"] }));
    expect(loadModel(bytes).predict(unread).predictions).not.toEqual(expected);
  });

  it("is predicted so from the same CSV file", async () => {
    expect(await predictFile("clients.csv")).toEqual(expected);
  });

  it("is predicted so from NDJSON with numbers as numbers", async () => {
    writeFileSync(join(folder.path, "rows.ndjson"), requests.map((row) => `${JSON.stringify(row)}\n`).join(""));
    expect(await predictFile("rows.ndjson")).toEqual(expected);
  });

  it("is predicted so from NDJSON with ISO dates, true and false, and null", async () => {
    const lines = rows.map((row, i) => {
      const word = row["housing"]!.toLowerCase();
      const housing = word === "yes" ? true : word === "no" ? false : null;
      const job = row["job"] === "unknown" ? null : row["job"];
      return `${JSON.stringify({ ...requests[i], joined: isoDay(row["joined"]!, writing), housing, job })}\n`;
    });
    writeFileSync(join(folder.path, "typed.ndjson"), lines.join(""));
    expect(await predictFile("typed.ndjson")).toEqual(expected);
  });

  it("is predicted so from Parquet with its own types", async () => {
    writeFileSync(join(folder.path, "texts.ndjson"), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
    const names = Object.keys(rows[0]!).map((name) => `${name}: 'VARCHAR'`);
    const source = `read_json('${join(folder.path, "texts.ndjson")}', columns = {${names.join(", ")}})`;
    await withDuckDB(async (connection) => {
      await connection.run(
        `COPY (SELECT client, age::INTEGER AS age, job, replace(balance, ',', '.')::DOUBLE AS balance,
           CASE WHEN joined = 'unknown' THEN NULL ELSE ${writing.daySql} END AS joined, seen::TIMESTAMPTZ AS seen,
           CASE lower(housing) WHEN 'yes' THEN true WHEN 'no' THEN false END AS housing, branch, calls::BIGINT AS calls
         FROM ${source}) TO '${join(folder.path, "rows.parquet")}' (FORMAT parquet)`,
      );
    });
    expect(await predictFile("rows.parquet")).toEqual(expected);
  });

  it("is predicted so over HTTP, by each protocol that takes rows", async () => {
    const answers: { native?: unknown; mlflow?: unknown; csv?: unknown } = {};
    const csv = readFileSync(join(folder.path, "clients.csv"), "utf8");
    const ended = await run(["serve", "--home", home, "--port", "0", "--json"], {
      onStart: (child) => {
        child.stdout!.once("data", async (chunk: Buffer) => {
          try {
            const { address } = JSON.parse(String(chunk)) as { address: string };
            const post = async (path: string, body: string, type: string): Promise<unknown> =>
              (await fetch(address + path, { method: "POST", headers: { "content-type": type }, body })).json();
            answers.native = await post("/predict/deposits", JSON.stringify({ rows: requests }), "application/json");
            const records = JSON.stringify({ dataframe_records: requests });
            answers.mlflow = await post("/invocations", records, "application/json");
            if (writing.delimiter === ",") answers.csv = await post("/invocations", csv, "text/csv");
          } finally {
            child.kill("SIGTERM");
          }
        });
      },
    });
    expect(ended.status, ended.stderr).toBe(0);
    expect((answers.native as { predictions: unknown }).predictions).toEqual(expected);
    for (const answer of writing.delimiter === "," ? [answers.mlflow, answers.csv] : [answers.mlflow]) {
      const { predictions } = answer as { predictions: unknown[] };
      expect(predictions.map((item) => (item as Prediction).prediction ?? item)).toEqual(
        expected.map(({ prediction }) => prediction),
      );
    }
  });
});

/** "3.4.24" -> "2024-04-03"; markers stay. */
function isoDay(text: string, { decimal }: Writing): string {
  if (text === "unknown") return text;
  if (/^\d{8}$/.test(text)) return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
  const [d, m, y] = text.split(/[/.]/);
  return `${decimal === "," ? "20" : ""}${y}-${two(Number(m))}-${two(Number(d))}`;
}
