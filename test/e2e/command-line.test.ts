import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { json, run, smallWorkflow, workFolder } from "./command-line.ts";

// A busy machine is slow to start forty processes.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

/** What `millrace run --json` prints, as the issue of this house fixes it. */
interface Result {
  readonly run: string;
  readonly workflow: string;
  readonly status: string;
  readonly verdict: string;
  readonly model: { readonly name: string; readonly version: number; readonly digest: string } | null;
  readonly metrics: Record<string, { value: number; low: number; high: number }>;
  readonly gates: readonly { name: string; verdict: string; reason: string }[];
  readonly leaderboard: readonly { estimator: string; params: object; score: number | null }[];
  readonly steps: readonly { name: string; status: string; cached: boolean; durationMs: number }[];
  readonly durationMs: number;
}

const stepNames = [
  "snapshot",
  "lint",
  "resolve",
  "check",
  "profile",
  "split",
  "train",
  "fit",
  "evaluate",
  "gate",
  "register",
];
const uncached = (result: Result): string[] => result.steps.filter((step) => !step.cached).map((step) => step.name);

/** Runs with `--json` and holds to it that stdout has one line, one object, and stderr no stack. */
async function one<T>(args: readonly string[], cwd: string): Promise<{ status: number | null; body: T; log: string }> {
  const ended = await run([...args, "--json"], { cwd });
  expect(ended.stdout.trimEnd().split("\n"), ended.stderr).toHaveLength(1);
  expect(`${ended.stdout}${ended.stderr}`).not.toMatch(/\n\s+at .*:\d+:\d+/);
  return { status: ended.status, body: json<T>(ended), log: ended.stderr };
}

function edit(file: string, change: (text: string) => string): void {
  const before = readFileSync(file, "utf8");
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(file, after);
}

describe("a workflow, as a user lives with it", () => {
  const folder = workFolder();
  const { path } = folder;
  let file: string;
  let first: Result;

  beforeAll(async () => {
    file = smallWorkflow(path);
    const { status, body, log } = await one<Result>(["run", "--threads", "2"], path);
    expect(status, log).toBe(0);
    first = body;
  });
  afterAll(folder.remove);

  it("prints one object in the fixed shape", () => {
    expect(Object.keys(first)).toEqual([
      ...["run", "workflow", "status", "verdict", "model", "metrics", "gates", "leaderboard", "steps", "durationMs"],
    ]);
    expect(first).toMatchObject({ workflow: "subscriptions", status: "succeeded", verdict: "pass" });
    expect(first.model).toEqual({
      name: "subscriptions",
      version: 1,
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    });
    expect(Object.keys(first.metrics)).toEqual(
      expect.arrayContaining([
        "rocAucScore",
        "averagePrecisionScore",
        "accuracyScore",
        "balancedAccuracyScore",
        "precisionScore",
        "recallScore",
        "f1Score",
        "logLoss",
        "brierScoreLoss",
      ]),
    );
    for (const { value, low, high } of Object.values(first.metrics)) expect(low <= value && value <= high).toBe(true);
    expect(first.gates).toEqual([
      { name: "betterThanBaseline", verdict: "pass", reason: expect.stringContaining("the baseline's is 0.5") },
    ]);
    expect(first.leaderboard.map(({ estimator }) => estimator).sort()).toEqual([
      "baseline",
      "gradientBoosting",
      "logisticRegression",
    ]);
    expect(first.steps.map(({ name }) => name)).toEqual(stepNames);
    expect(uncached(first)).toEqual(stepNames);
  });

  it("skips every step of a second run, and says why", async () => {
    const { body: second } = await one<Result>(["run"], path);
    expect([uncached(second), second.model]).toEqual([[], first.model]);
    const { body: why } = await one<{ step: string; why: { kind: string } }[]>(["why", second.run], path);
    expect(why.map(({ why }) => why.kind)).toEqual(stepNames.map(() => "unchanged"));
  });

  it("reruns nothing for a comment, and only the gate and what follows it for a gate", async () => {
    edit(file, (text) => `// Who reads this?\n${text.replace("gates:", "/* must hold */ gates:")}`);
    expect(uncached((await one<Result>(["run"], path)).body)).toEqual([]);
    edit(file, (text) => text.replace("betterThanBaseline()", "betterThanBaseline({ margin: 0.01 })"));
    const { body } = await one<Result>(["run"], path);
    expect(uncached(body)).toEqual(["lint", "gate", "register"]);
    const { body: why } = await one<object>(["why", "latest", "gate"], path);
    expect(JSON.stringify(why)).toContain("margin");
    expect(body.model).toEqual(first.model);
  });

  it("shows, lists and examines in one object each", async () => {
    const [shown, version, listed, healthy] = await Promise.all([
      one<{ run: { id: string; workflowFile: string; tags: string[] }; steps: { name: string; why: object }[] }>(
        ["show", first.run],
        path,
      ),
      one<{ model: string; version: number }>(["show", "subscriptions@champion"], path),
      one<{ models: { name: string; versions: { aliases: string[] }[] }[] }>(["ls"], path),
      one<{ healthy: boolean }>(["doctor"], path),
    ]);
    expect(shown.body.run).toMatchObject({ id: first.run, workflowFile: file, tags: [] });
    expect(shown.body.steps.map(({ name, why }) => [name, typeof why])).toEqual(
      stepNames.map((name) => [name, "object"]),
    );
    expect(JSON.stringify(shown.body)).not.toMatch(/"[a-z]+_[a-z_]+":/);
    expect(version.body).toMatchObject({ model: "subscriptions", version: 1 });
    expect(listed.body.models).toEqual([
      expect.objectContaining({
        name: "subscriptions",
        versions: [expect.objectContaining({ aliases: ["champion", "staging"] })],
      }),
    ]);
    expect([healthy.status, healthy.body.healthy]).toEqual([0, true]);
  });

  it("keeps rows and columns in order, whatever the output's format", async () => {
    const outputs = ["out.csv", "out.parquet", "out.ndjson"];
    const ended = await Promise.all(
      outputs.map((out) =>
        one<object>(["predict", "subscriptions", "--data", "subscriptions.csv", "--out", out], path),
      ),
    );
    for (const { status, body } of ended)
      expect([status, body]).toEqual([
        0,
        expect.objectContaining({ model: "subscriptions", version: 1, rows: 500, warnings: [] }),
      ]);
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    const tables = await Promise.all(
      outputs.map(async (out) => {
        // Left to itself, the reader of CSV makes booleans of "yes" and "no".
        const source = out.endsWith(".csv")
          ? `read_csv('${join(path, out)}', types = {'prediction': 'VARCHAR'})`
          : `'${join(path, out)}'`;
        const query = `select customer, prediction, probability_no, probability_yes from ${source}`;
        return (await connection.runAndReadAll(query)).getRowObjectsJson();
      }),
    );
    expect(tables[0]!.map(({ customer }) => customer)).toEqual(
      Array.from({ length: 500 }, (_, i) => `c-${String(i).padStart(5, "0")}`),
    );
    expect(tables[1]).toEqual(tables[0]);
    expect(tables[2]).toEqual(tables[0]);
    connection.closeSync();
    const header = readFileSync(join(path, "out.csv"), "utf8").split("\n")[0];
    expect(header).toBe(
      "customer,plan,tenure,price,support calls,joined,cancelled,prediction,probability_no,probability_yes",
    );
  });

  it("scores an unseen category and says so; refuses a missing column, a wrong format and a wrong name, and leaves no file", async () => {
    const rows = "customer,plan,tenure,price,support calls,joined\nx,platinum,3,20,1,2022-01-01\n";
    writeFileSync(join(path, "new.csv"), rows);
    writeFileSync(join(path, "short.csv"), "customer,plan,price\nx,basic,20\n");
    const scored = await one<{ rows: number; warnings: string[] }>(
      ["predict", "--data", "new.csv", "--out", "new-out.csv"],
      path,
    );
    expect([scored.status, scored.body.rows]).toEqual([0, 1]);
    expect(scored.body.warnings.join("\n")).toMatch(/plan.*platinum/);
    const before = readdirSync(path).sort();
    const refused = await Promise.all(
      [
        ["predict", "subscriptions", "--data", "short.csv", "--out", "no.csv"],
        ["predict", "subscriptions", "--data", "new.csv", "--out", "no.xlsx"],
        ["predict", "subscription", "--data", "new.csv", "--out", "no.csv"],
        ["predict", "subscriptions@7", "--data", "new.csv", "--out", "no.csv"],
        ["predict", "subscriptions", "--data", "gone.csv", "--out", "no.csv"],
      ].map((args) => one<{ error: { message: string } }>(args, path)),
    );
    expect(refused.map(({ status }) => status)).toEqual([2, 2, 2, 2, 2]);
    expect(refused[0]!.body.error.message).toContain("tenure");
    expect(refused[2]!.body.error.message).toContain('Did you mean "subscriptions"');
    expect(readdirSync(path).sort()).toEqual(before);
  });

  it("makes the same bytes again, and goes into a backup and out of it", async () => {
    const [same, saved] = await Promise.all([
      one<{ same: boolean; got: string }>(["reproduce", "subscriptions@1", "--threads", "1"], path),
      one<object>(["backup", "home.tar.gz"], path),
    ]);
    expect([same.status, same.body]).toEqual([0, expect.objectContaining({ same: true, got: first.model!.digest })]);
    expect(saved.status).toBe(0);
    expect((await one<object>(["restore", "home.tar.gz", "--home", "elsewhere"], path)).status).toBe(0);
    const { body } = await one<{ digest: string }>(["show", "subscriptions", "--home", "elsewhere"], path);
    expect(body.digest).toBe(first.model!.digest);
  });
});

describe("a run that is not accepted", () => {
  const folder = workFolder();
  const { path } = folder;
  let file: string;

  beforeAll(() => {
    file = smallWorkflow(path, { trials: 2 });
    edit(file, (text) =>
      text.replace("[logisticRegression(), gradientBoosting({ trees: 20 })]", "[logisticRegression()]"),
    );
    edit(file, (text) =>
      text
        .replace("betterThanBaseline, ", "meetsMinimum, range, ")
        .replace("betterThanBaseline()", "meetsMinimum()")
        .replace("gradientBoosting, ", ""),
    );
    edit(file, (text) => text.replace('positive: "yes"', 'positive: "yes", minimum: 0.999'));
  });
  afterAll(folder.remove);

  it("exits 3 where a gate fails: no version, no alias, a reason with figures, and the candidate can be tried", async () => {
    const { status, body, log } = await one<Result>(["run"], path);
    expect([status, body.status, body.verdict, body.model]).toEqual([3, "succeeded", "fail", null]);
    expect(body.gates[0]!.reason).toMatch(/0\.\d+.*0\.999/);
    expect(log).toContain("meetsMinimum fails");
    expect(log).toMatch(/off by 0\.\d+/);
    const { body: listed } = await one<{ models: unknown[]; runs: { verdict: string }[] }>(["ls"], path);
    expect([listed.models, listed.runs.map(({ verdict }) => verdict)]).toEqual([[], ["fail"]]);
    const tried = await one<{ rows: number; version: null }>(
      ["predict", "--run", body.run, "--data", "subscriptions.csv", "--out", "try.csv"],
      path,
    );
    expect([tried.status, tried.body.rows, tried.body.version]).toEqual([0, 500, null]);
    expect(
      (await one<object>(["predict", "subscriptions", "--data", "subscriptions.csv", "--out", "no.csv"], path)).status,
    ).toBe(2);

    // A bound within the interval: neither held nor missed.
    const { low, high } = body.metrics["rocAucScore"]!;
    edit(file, (text) => text.replace("0.999", ((low + high) / 2).toFixed(4)));
    const open = await one<Result>(["run"], path);
    expect([open.status, open.body.verdict, open.body.model]).toEqual([4, "insufficient", null]);
    expect(open.log).toContain("undecided");
    expect(uncached(open.body)).toEqual(["lint", "gate", "register"]);
  });

  it("exits 5 where a check fails, names the rows, and keeps the model that was", async () => {
    edit(file, (text) => text.replace("gates:", 'checks: [range("tenure", { max: 40 })],\n  gates:'));
    const { status, body } = await one<{ error: { code: string; message: string; fix: string } }>(["run"], path);
    expect([status, Object.keys(body)]).toEqual([5, ["error"]]);
    expect(body.error.message).toMatch(/range "tenure": 212 values .*: rows 1, 4, 8, 10, 11 and 207 more\./);
  });
});

describe("tasks without a target to predict", () => {
  const folder = workFolder();
  const { path } = folder;

  beforeAll(() => {
    const lines = Array.from(
      { length: 240 },
      (_, i) => `${(i % 3) * 10 + (i % 7) / 10},${((i * 5) % 3) * 4 + (i % 11) / 10},${i % 2 === 0 ? "a" : "b"}`,
    );
    lines[17] = "900,-300,a";
    writeFileSync(join(path, "points.csv"), `x,y,kind\n${lines.join("\n")}\n`);
  });
  afterAll(folder.remove);

  it.each([
    ["clustering", ["silhouetteScore"], /"prediction":\d/],
    ["anomaly", [], /"prediction":-?[\d.]+/],
  ])("%s: a first file runs to a version that scores", async (task, metrics, prediction) => {
    const home = join(path, task);
    const made = await one<{ workflow: string; task: string }>(
      ["init", task, "--data", "points.csv", "--task", task],
      path,
    );
    expect([made.status, made.body.task]).toEqual([0, task]);
    const ran = await one<Result>(["run", task], path);
    expect([ran.status, ran.body.verdict, Object.keys(ran.body.metrics)]).toEqual([0, "pass", metrics]);
    expect(existsSync(join(home, ".millrace"))).toBe(true);
    const scored = await one<object>(
      ["predict", "--home", join(home, ".millrace"), "--data", "points.csv", "--out", `${task}.ndjson`],
      path,
    );
    expect(scored.status).toBe(0);
    const lines = readFileSync(join(path, `${task}.ndjson`), "utf8")
      .trim()
      .split("\n");
    expect(lines).toHaveLength(240);
    expect(lines[0]).toMatch(prediction);
  });
});
