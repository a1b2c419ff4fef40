import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { checkTable } from "../../data/index.ts";
import { gateTable } from "../../evaluation/index.ts";
import { type ColumnKind, estimatorTable, metricTable } from "../../ml/index.ts";
import { searchTable } from "../../ml/search/index.ts";
import { splitTable } from "../../training/index.ts";
import { type LintCatalogue, lint } from "../lint/index.ts";
import { loadWorkflow } from "../load.ts";
import { type ScaffoldOptions, scaffoldWorkflow } from "./scaffold.ts";

const folder = mkdtempSync(join(tmpdir(), "millrace-scaffold-"));
afterAll(() => rmSync(folder, { recursive: true }));

const birds: ScaffoldOptions = {
  name: "Bird strikes (FAA)",
  dataPath: "birdstrikes.csv",
  task: "classification",
  target: "Effect Amount of damage",
  positive: "Substantial",
  time: "Flight Date",
  columns: [
    { name: "Flight Date", kind: "date", missing: 0 },
    { name: "Speed IAS in knots", kind: "number", missing: 0.28 },
    { name: "Cost Repair", kind: "number", missing: 0.5 },
    { name: "Record", kind: "id", missing: 0, why: "every value is different" },
    { name: "Effect Amount of damage", kind: "category", missing: 0 },
  ],
  leaks: [{ column: "Cost Repair", why: "tells the target alone:\n AUC 0.97" }, { column: "Cost Other" }],
};

let count = 0;
async function load(options: ScaffoldOptions) {
  const file = join(folder, `${++count}.workflow.ts`);
  writeFileSync(file, scaffoldWorkflow(options));
  return loadWorkflow(file);
}

async function findings(options: ScaffoldOptions) {
  const loaded = await load(options);
  const dropped = new Set(options.leaks?.map(({ column }) => column));
  const columns = options.columns.filter(({ name }) => !dropped.has(name));
  const catalogue: LintCatalogue = {
    estimators: estimatorTable,
    metrics: metricTable,
    checks: Object.keys(checkTable),
    gates: Object.keys(gateTable),
    splits: Object.keys(splitTable),
    formats: ["csv", "parquet", "json", "ndjson"],
    searchMethods: searchTable,
    columns: Object.fromEntries(columns.map(({ name, kind }) => [name, kind])) as Record<string, ColumnKind>,
  };
  return lint(loaded.defined, catalogue, loaded);
}

function formatted(source: string): string {
  const root = fileURLToPath(new URL("../../../", import.meta.url));
  const biome = join(root, "node_modules/@biomejs/biome/bin/biome");
  const args = [biome, "check", "--write", "--stdin-file-path=examples/x/x.workflow.ts"];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, input: source, encoding: "utf8" });
  if (stdout === "") throw new Error(stderr);
  return stdout;
}

describe("scaffoldWorkflow", () => {
  it("reads as a person would write it", () => {
    expect(scaffoldWorkflow(birds)).toMatchInlineSnapshot(`
      "import {
        betterThanBaseline,
        byTime,
        defineWorkflow,
        gradientBoosting,
        logisticRegression,
        noTargetLeak,
        nulls,
        randomForest,
        table,
      } from "millrace";

      export default defineWorkflow({
        name: "bird-strikes-faa",
        problem: {
          task: "classification",
          target: "Effect Amount of damage",
          positive: "Substantial",
          // Ranks the candidates. Once you know what is good enough, say so with \`minimum\` and \`goal\`.
          metric: "rocAucScore",
        },
        // Record makes no feature: every value is different
        data: table("birdstrikes.csv", {
          time: "Flight Date",
          // They seem to follow from the target, and wouldn't be known when a prediction is asked for.
          drop: [
            "Cost Repair", // tells the target alone: AUC 0.97
            "Cost Other",
          ],
        }),
        // A failed check stops a run before it trains; bounds leave some room above today's data.
        checks: [noTargetLeak({ severity: "warning" }), nulls("Speed IAS in knots", { max: 0.35 })],
        // Trains on earlier rows and tests on the latest, as it will be used.
        split: byTime({ test: 0.2 }),
        // Tried against each other on the training rows. A baseline is always among them.
        candidates: [logisticRegression(), randomForest(), gradientBoosting()],
        search: { method: "random", trials: 12, folds: 5 },
        // Must hold on the test rows before a model is registered.
        gates: [betterThanBaseline()],
      });
      "
    `);
  });

  const others: readonly ScaffoldOptions[] = [
    birds,
    { name: "wine", dataPath: "wine.csv", task: "regression", target: "quality", columns: [], key: "id" },
    { name: "mall", dataPath: "mall.csv", task: "clustering", columns: [], key: ["a", "b"] },
    { name: "x", dataPath: "x.parquet", task: "anomaly", columns: [] },
    { name: "", dataPath: "x.parquet", task: "anomaly", target: "odd", positive: "1", columns: [] },
  ];

  it.each(others)("loads, is lint-clean and formatted ($task of $dataPath)", async (options) => {
    const named = [options.target, options.key, options.time].flat().filter((name) => name !== undefined);
    const missing = named.filter((name) => !options.columns.some((column) => column.name === name));
    const columns = [...options.columns, ...missing.map((name) => ({ name, kind: "number" as const, missing: 0 }))];
    expect(await findings({ ...options, columns })).toEqual([]);
    expect(formatted(scaffoldWorkflow({ ...options, columns }))).toBe(scaffoldWorkflow({ ...options, columns }));
  });

  const hostile = [
    "🦅 strikes",
    'a "quoted" one',
    "it's",
    `both ' and "`,
    "line\nbreak\r\u2028\u2029",
    "back\\slash \\u0041",
    "$" + "{injection} `tick`",
    "*/ // /*",
    "__proto__",
    "constructor",
    "  spaces  ",
    "\u202eright to left",
    "lone \ud800 surrogate",
    "naïve Ünïcode 列",
    "x".repeat(300),
    "\u0000\u0007",
  ];

  it.each(hostile)("quotes the column %j exactly", async (name) => {
    const options: ScaffoldOptions = {
      name,
      dataPath: `${name}.csv`,
      task: "classification",
      target: name,
      positive: name,
      time: `time ${name}`,
      key: `key ${name}`,
      columns: [
        { name, kind: "category", missing: 0.1 },
        { name: `time ${name}`, kind: "date", missing: 0.3 },
        { name: `key ${name}`, kind: "id", missing: 0 },
        { name: `id ${name}`, kind: "id", missing: 0, why: name },
      ],
      leaks: [{ column: `leak ${name}`, why: name }],
    };
    const { workflow } = await load(options);
    expect(workflow.problem).toMatchObject({ target: { type: "column", name }, positive: name });
    expect(workflow.data).toMatchObject({
      path: `${name}.csv`,
      options: { time: `time ${name}`, key: `key ${name}`, drop: [`leak ${name}`] },
    });
    expect(workflow.checks.map(({ column }) => column)).toEqual([undefined, `key ${name}`, `time ${name}`]);
    expect(await findings(options)).toEqual([]);
    // A formatter breaks a line inside the call of a name that is longer than a line; both are right.
    if (name.length < 80) expect(formatted(scaffoldWorkflow(options))).toBe(scaffoldWorkflow(options));
  });
});
