import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { gateTable } from "../../evaluation/index.ts";
import {
  exportOnnx,
  fitRows,
  linearRegression,
  logisticRegression,
  metricTable,
  type ParameterTable,
  type Task,
} from "../../ml/index.ts";
import { searchTable } from "../../ml/search/index.ts";
import { splitTable } from "../../training/index.ts";
import { loadWorkflow } from "../load.ts";
import { describeFinding, lint } from "./lint.ts";
import { lintReference } from "./reference.ts";
import type { Finding, LintCatalogue } from "./rule.ts";
import { lintRules } from "./rules/index.ts";

const depth: ParameterTable = {
  depth: { type: "integer", default: 2, low: 1, high: 8, summary: "splits from the root to a leaf" },
};
const estimator = (...tasks: Task[]) => ({ tasks, parameters: depth });
const catalogue: LintCatalogue = {
  estimators: {
    baseline: estimator("binary", "multiclass", "regression"),
    stump: estimator("binary", "multiclass"),
    kMeans: estimator("clustering"),
    onnxModel: { tasks: ["binary", "multiclass", "regression"] },
  },
  metrics: metricTable,
  checks: ["nulls", "unique", "range", "allowed", "volume", "freshness", "schema", "leakage"],
  gates: Object.keys(gateTable),
  splits: Object.keys(splitTable),
  formats: ["csv", "parquet", "json", "ndjson"],
  searchMethods: searchTable,
  columns: { day: "date", speed: "number", size: "category", damage: "boolean", cost: "number", age: "number" },
};

const folder = mkdtempSync(join(tmpdir(), "millrace-lint-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Models that were made elsewhere: of speed and weight, of speed and size, and of a price. */
const strikes = Array.from({ length: 20 }, (_, i) => {
  return { speed: (i * 7) % 20, weight: i % 3, size: i, cost: i, damage: i % 2 === 0 };
});
const madeElsewhere = (file: string, target: string, ...exclude: string[]): void => {
  const estimator = target === "damage" ? logisticRegression() : linearRegression();
  writeFileSync(join(folder, file), exportOnnx(fitRows({ rows: strikes, target, estimator, exclude })).bytes);
};
madeElsewhere("strikes.onnx", "damage", "size", "cost");
madeElsewhere("sizes.onnx", "damage", "weight", "cost");
madeElsewhere("cost.onnx", "cost", "weight", "size");

/** A good workflow, one section to a line from line 3 on. */
const good: Readonly<Record<string, string>> = {
  name: 'name: "birds"',
  problem: 'problem: { target: "damage", metric: "rocAucScore" }',
  data: 'data: table("birds.csv", { time: "day", drop: ["remarks"] })',
  candidates:
    'candidates: [1, 2, 3].map((depth) => ({ name: "stump", params: { depth }, fit() { throw new Error(); } })) as never',
};

let count = 0;
/** Lints the good workflow with sections replaced or added. */
async function findings(sections: readonly string[], known: LintCatalogue = catalogue): Promise<Finding[]> {
  const replaced = Object.fromEntries(sections.map((code) => [/^\w+/.exec(code)![0], code]));
  const lines = Object.values({ ...good, ...replaced });
  const head =
    'import { defineWorkflow, meetsMinimum, onnxModel, slice, table } from "millrace";\nexport default defineWorkflow({\n';
  const file = join(folder, `${++count}.workflow.mjs`);
  writeFileSync(file, `${head}${lines.map((line) => `  ${line.replace(" as never", "")},`).join("\n")}\n});\n`);
  const { defined, sourceText, candidateFiles } = await loadWorkflow(file);
  return lint(defined, known, { file, sourceText, candidateFiles });
}

const messages = async (sections: readonly string[]) => (await findings(sections)).map(({ message }) => message);

describe("lint", () => {
  it("finds nothing in a good workflow", async () => {
    expect(await findings([])).toEqual([]);
    const whole = [
      'problem: { task: "classification", objective: "o", target: (c) => c["damage"].is(true), positive: "true", metric: "rocAucScore", minimum: 0.7, goal: 0.8, costs: { falseNegative: 2, falsePositive: 1 }, people: { gatekeeper: "g" }, risks: ["r"] }',
      'features: (c) => ({ fast: c["speed"].gt(180), faster: c["fast"].not() })',
      'checks: [{ kind: "nulls", column: "speed", params: { max: 0.3 }, severity: "error" }, { kind: "nulls", column: "speed", params: { max: 0.1 }, severity: "warning" }]',
      'split: { kind: "time", test: 0.2 }',
      'gates: [meetsMinimum(), slice("size", { minimum: 0.6 })]',
      'rollout: { shadow: "1d", approval: "gatekeeper", canary: [5, 25, 100] }',
      'monitor: { window: "1d", labels: { delay: "7d" } }',
      'schedule: "0 3 * * *"',
    ];
    expect(await findings(whole)).toEqual([]);
  });

  it.each(lintRules.map((rule) => [rule.name, rule] as const))("%s says what its example promises", async (_, rule) => {
    const found = (await findings([rule.example.code])).filter((finding) => finding.rule === rule.name);
    expect(found.map(({ message }) => message)).toEqual([expect.stringContaining(rule.example.message)]);
    expect(found[0]).toMatchObject({ severity: rule.severity, at: { line: expect.any(Number) } });
    expect(found[0]!.fix).not.toBe("");
  });

  it("names file and line: of a builder's call, and of a plain property", async () => {
    const [gate] = await findings([
      'gates: [\n    slice("size", { minimum: 0.6 }),\n    slice("sise", { minimum: 0.6 }),\n  ]',
    ]);
    expect(describeFinding(gate!)).toBe(
      `${count}.workflow.mjs:9: gate "slice" reads column "sise", but the data has no such column. Did you mean "size"? Columns: day, speed, size, damage, cost, age.`,
    );
    const [search] = await findings(["search: {\n    trials: 20,\n    folds: 1,\n  }"]);
    expect(search!.at!.line).toBe(9);
  });

  it("gives findings by line", async () => {
    const found = await findings(["seed: -1", 'name: "B"', "search: { folds: 1 }"]);
    expect(found.map(({ rule }) => rule)).toEqual(["name-shape", "seed-range", "search-numbers"]);
  });

  it("says nothing of columns where they aren't known, but knows what is dropped", async () => {
    const { columns: _, ...unknown } = catalogue;
    const bad = ['gates: [slice("nothing", { minimum: 0.6 })]', 'features: (c) => ({ a: c["nothing"].gt(1) })'];
    expect(await findings(bad, unknown)).toEqual([]);
    const [dropped] = await findings(['gates: [slice("remarks", { minimum: 0.6 })]'], unknown);
    expect(dropped!.message).toBe('gate "slice" reads column "remarks", but `data` drops it.');
  });

  it("has one rule to a name, each kebab-case", () => {
    const names = lintRules.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it("is described in docs/reference/lint.md (npx vitest run -u writes it)", async () => {
    await expect(lintReference()).toMatchFileSnapshot("../../../docs/reference/lint.md");
  });
});

describe("other faults", () => {
  it.each([
    ['problem: { target: "damage", peple: {} }', '"peple" is no key of problem. Did you mean "people"?'],
    [
      'problem: { target: "damage", people: { gatekeper: "g" } }',
      '"gatekeper" is no key of problem.people. Did you mean',
    ],
    ['problem: { target: "damage", metric: "rocAuc" }', 'problem.metric is "rocAuc", which doesn\'t exist.'],
    ['problem: { task: "regression", target: "cost", metric: "r2Score", minimum: 2 }', "r2Score is never above 1"],
    ['problem: { task: "regression", target: "cost", minimum: -1 }', "rootMeanSquaredError is never below 0"],
    ['problem: { task: "regression", target: "cost", costs: {} }', "problem.costs are for classification"],
    ['problem: { target: "damage", costs: { falsePositive: 1 } }', "problem.costs has no falseNegative."],
    ['problem: { target: "damage", costs: { falsePositive: 0, falseNegative: 0 } }', "problem.costs are both 0"],
    ['problem: { target: "remarks" }', 'problem.target reads column "remarks", but `data` drops it.'],
    ['data: table("birds.csv", { key: ["day", "idd"] })', 'data reads column "idd" as key'],
    ['features: (c) => ({ "": c["speed"].gt(1) })', "a feature has an empty name."],
    ['split: { kind: "time", test: 0.2, column: "dya" }', 'split by time reads column "dya"'],
    [
      'problem: { task: "regression", target: "cost" }, split: { kind: "stratified", test: 0.2 }',
      "regression has none",
    ],
    [
      'candidates: [onnxModel({ file: "sizes.onnx" })]',
      'candidate "sizes.onnx" reads column "size" as numbers, but it is of kind category.',
    ],
    [
      'candidates: [onnxModel({ file: "sizes.onnx", columns: ["speed", "damage"] })]',
      'candidate "sizes.onnx" reads column "damage", which is what the model is to predict.',
    ],
    [
      'candidates: [onnxModel({ file: "cost.onnx", columns: ["speed", "age"] })]',
      'candidate "cost.onnx" is for regression; the task is classification.',
    ],
    ['candidates: [{ name: "stmp", params: {}, fit() {} }]', 'candidate "stmp" doesn\'t exist. Did you mean "stump"?'],
    [
      'candidates: [{ name: "stump", params: { depth: 9 }, fit() {} }]',
      "depth must be a whole number from 1 to 8, got 9.",
    ],
    ['candidates: [{ name: "stump", params: {}, space: { dept: {} }, fit() {} }]', 'candidate "stump":'],
    ["search: { maxMinutes: 0 }", "search.maxMinutes must be above 0, got 0."],
    ["search: { trials: 2.5 }", "search.trials must be a whole number from 1 to 100000, got 2.5."],
    [
      'problem: { target: "damage", minimum: 0.7 }, gates: [meetsMinimum("f1Score")]',
      "problem.minimum is of rocAucScore.",
    ],
    ['problem: { task: "anomaly" }, gates: [{ kind: "calibrated", params: {} }]', "judges probabilities"],
    ['rollout: { approval: "gatekeper" }', 'which is no role. Did you mean "gatekeeper"?'],
    ["rollout: { canary: [0, 100] }", "rollout.canary has a step of 0"],
    ["rollout: { canary: [] }", "rollout.canary is empty."],
    ['monitor: { window: "1d", labels: { delay: "soon" } }', 'monitor.labels.delay is "soon"'],
    ['schedule: "0 0 30 2 *"', "never comes"],
    [`name: "${"a".repeat(65)}"`, "must be lower-case words"],
  ])("%s", async (section, message) => {
    expect(await messages([section])).toContainEqual(expect.stringContaining(message));
  });
});
