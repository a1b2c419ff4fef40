import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { checkTable } from "../../data/index.ts";
import { gateTable } from "../../evaluation/index.ts";
import { estimatorTable, metricTable } from "../../ml/index.ts";
import { searchTable } from "../../ml/search/index.ts";
import { splitTable } from "../../training/index.ts";
import { type LintCatalogue, lint } from "../lint/index.ts";
import { loadWorkflow } from "../load.ts";
import { type ScaffoldOptions, scaffoldWorkflow } from "./scaffold.ts";
import type { ScaffoldWishes } from "./wishes.ts";

const folder = mkdtempSync(join(tmpdir(), "millrace-wishes-"));
afterAll(() => rmSync(folder, { recursive: true }));

const churn: ScaffoldOptions = {
  name: "churn",
  dataPath: "churn.csv",
  task: "classification",
  target: "left",
  columns: [{ name: "left", kind: "category", missing: 0 }],
};

const everything: ScaffoldWishes = {
  head: ["Written from p.mmd", "Guessed: a thing"],
  cited: { data: ['drawn: line 2, "fetch"'], gates: ['drawn: line 9, "AUC >= 0.8"'], monitor: ["drawn: line 12"] },
  objective: { value: 'Keep "them"', why: "drawn: the title" },
  metric: { value: "rocAucScore", why: "drawn: line 9" },
  minimum: { value: 0.8, why: "drawn: line 9" },
  goal: { value: 0.9, why: "drawn: line 10" },
  people: { gatekeeper: { value: "George", why: "drawn: line 3" }, onCall: { value: "Olga", why: "" } },
  checks: { value: true, why: "drawn: line 4" },
  testShare: { value: 0.25, why: "drawn: line 5" },
  estimators: [{ value: "gradientBoosting", why: 'drawn: line 6, "XGBoost"' }],
  trials: { value: 50, why: "drawn: line 7" },
  folds: { value: 4, why: "drawn: line 7" },
  minimums: [{ value: { metric: "recallScore", minimum: 0.6 }, why: "drawn: line 9" }],
  notWorseThanChampion: { value: true, why: "drawn: line 9" },
  latencyMs: { value: 20, why: "" },
  shadow: { value: "2d", why: "drawn: line 13" },
  approval: { value: "gatekeeper", why: "" },
  canary: { value: [10, 50, 100], why: "drawn: line 14" },
  window: { value: "1d", why: "guessed: a day" },
  labelDelay: { value: "7d", why: "" },
  schedule: { value: "0 3 * * *", why: "drawn: line 1" },
};

let count = 0;
async function load(options: ScaffoldOptions) {
  const file = join(folder, `${++count}.workflow.ts`);
  writeFileSync(file, scaffoldWorkflow(options));
  return loadWorkflow(file);
}

function formatted(source: string): string {
  const root = fileURLToPath(new URL("../../../", import.meta.url));
  const biome = join(root, "node_modules/@biomejs/biome/bin/biome");
  const args = [biome, "check", "--write", "--stdin-file-path=examples/x/x.workflow.ts"];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, input: source, encoding: "utf8" });
  if (stdout === "") throw new Error(stderr);
  return stdout;
}

const catalogue: LintCatalogue = {
  estimators: estimatorTable,
  metrics: metricTable,
  checks: Object.keys(checkTable),
  gates: Object.keys(gateTable),
  splits: Object.keys(splitTable),
  formats: ["csv"],
  searchMethods: searchTable,
  columns: { left: "category" },
};

describe("a scaffold with wishes", () => {
  it("reads as a person would write it", () => {
    expect(scaffoldWorkflow({ ...churn, wishes: everything })).toMatchInlineSnapshot(`
      "// Written from p.mmd
      // Guessed: a thing

      import {
        defineWorkflow,
        gradientBoosting,
        latency,
        meetsMinimum,
        noTargetLeak,
        notWorseThan,
        stratified,
        table,
        volume,
      } from "millrace";

      export default defineWorkflow({
        name: "churn",
        problem: {
          // drawn: the title
          objective: 'Keep "them"',
          task: "classification",
          target: "left",
          // drawn: line 9
          metric: "rocAucScore",
          // drawn: line 9
          minimum: 0.8,
          // drawn: line 10
          goal: 0.9,
          people: {
            // drawn: line 3
            gatekeeper: "George",
            onCall: "Olga",
          },
        },
        // drawn: line 2, "fetch"
        data: table("churn.csv"),
        // drawn: line 4
        // A failed check stops a run before it trains; bounds leave some room above today's data.
        checks: [noTargetLeak({ severity: "warning" }), volume({ min: 1 })],
        // drawn: line 5
        // 25 % of the rows is kept for the test, with the same share of each class.
        split: stratified({ test: 0.25 }),
        // Tried against each other on the training rows. A baseline is always among them.
        candidates: [
          // drawn: line 6, "XGBoost"
          gradientBoosting(),
        ],
        // drawn: line 7
        search: { method: "random", trials: 50, folds: 4 },
        // drawn: line 9, "AUC >= 0.8"
        // Must hold on the test rows before a model is registered.
        gates: [
          meetsMinimum(),
          // drawn: line 9
          meetsMinimum("recallScore", 0.6),
          // drawn: line 9
          notWorseThan("champion"),
          latency({ p99Ms: 20 }),
        ],
        rollout: {
          // drawn: line 13
          shadow: "2d",
          approval: "gatekeeper",
          // drawn: line 14
          canary: [10, 50, 100],
        },
        // drawn: line 12
        monitor: {
          // guessed: a day
          window: "1d",
          labels: { delay: "7d" },
        },
        // drawn: line 1
        schedule: "0 3 * * *",
      });
      "
    `);
  });

  it("declares every one of them", async () => {
    const { workflow } = await load({ ...churn, wishes: everything });
    expect(workflow).toMatchObject({
      problem: {
        objective: 'Keep "them"',
        metric: "rocAucScore",
        minimum: 0.8,
        goal: 0.9,
        people: { gatekeeper: "George", onCall: "Olga" },
      },
      split: { kind: "stratified", test: 0.25 },
      search: { trials: 50, folds: 4 },
      rollout: { shadow: "2d", approval: "gatekeeper", canary: [10, 50, 100] },
      monitor: { window: "1d", labels: { delay: "7d" } },
      schedule: "0 3 * * *",
    });
    expect(workflow.gates.map(({ kind, params }) => [kind, params])).toEqual([
      ["meetsMinimum", {}],
      ["meetsMinimum", { metric: "recallScore", minimum: 0.6 }],
      ["notWorseThan", expect.anything()],
      ["latency", { p99Ms: 20 }],
    ]);
    expect(workflow.candidates.map(({ name }) => name)).toEqual(["baseline", "gradientBoosting"]);
    expect(workflow.checks.map(({ kind }) => kind)).toEqual(["noTargetLeak", "volume"]);
  });

  const keys = Object.keys(everything) as (keyof ScaffoldWishes)[];
  const alone = keys.filter((key) => key !== "approval" && key !== "goal");
  const hostile = '*/ // "quoted" \u2028 \u202e \ud800 `$' + "{x}` \\";

  it.each([
    ["all of them", everything],
    ["none", {}],
    ...alone.map((key): [string, ScaffoldWishes] => [key, { [key]: everything[key] }]),
    [
      "hostile texts",
      {
        ...everything,
        head: [hostile],
        cited: { data: [hostile] },
        objective: { value: hostile, why: hostile },
        people: { gatekeeper: { value: hostile, why: hostile } },
      },
    ],
  ])("is lint-clean and formatted with %s", async (_, wishes) => {
    const options = { ...churn, wishes };
    const loaded = await load(options);
    expect(lint(loaded.defined, catalogue, loaded)).toEqual([]);
    expect(formatted(scaffoldWorkflow(options))).toBe(scaffoldWorkflow(options));
  });

  it("stays what it was without them", () => {
    expect(scaffoldWorkflow({ ...churn, wishes: {} })).toBe(scaffoldWorkflow(churn));
  });

  it("keeps bounds out where nothing can be measured", async () => {
    const { workflow } = await load({
      name: "odd",
      dataPath: "a.csv",
      task: "anomaly",
      columns: [],
      wishes: { ...everything, checks: undefined, estimators: [] },
    });
    expect(workflow.problem.minimum).toBeUndefined();
    expect(workflow.gates).toMatchObject([{ kind: "latency", params: { p99Ms: 20 } }]);
  });
});
