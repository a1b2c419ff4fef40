import { describe, expect, it } from "vitest";
import { declarationDigest, describedSpec, portableSpec, specOf } from "./portable-spec.ts";
import type { GateSpec, ProblemSpec, WorkflowSpec } from "./specs.ts";

const spec = (problem: Partial<ProblemSpec>, gates: readonly GateSpec[] = []): WorkflowSpec => ({
  name: "flats",
  problem: { task: "regression", metric: "r2Score", people: {}, risks: [], ...problem },
  data: { kind: "csv", path: "flats.csv", options: {} },
  checks: [],
  features: {},
  split: { kind: "random", test: 0.2 },
  candidates: [],
  search: { method: "none", trials: 0, folds: 2 },
  gates,
  seed: 1,
});
const namesOf = (one: WorkflowSpec): string[] => portableSpec(one).metrics.map(({ name }) => name);

describe("the metrics of a portable declaration", () => {
  it("are those of the task, in the table's order", () => {
    expect(namesOf(spec({}))).toEqual(["meanAbsoluteError", "meanSquaredError", "rootMeanSquaredError", "r2Score"]);
    expect(namesOf(spec({ task: "anomaly", metric: "rocAucScore" }))).toEqual(["rocAucScore", "averagePrecisionScore"]);
  });

  it("are also those that the problem and the gates name, each once", () => {
    const gates = [
      { kind: "meetsMinimum", params: { metric: "logLoss", minimum: 1 } },
      { kind: "meetsMinimum", params: { metric: "r2Score", minimum: 0 } },
    ];
    const names = namesOf(spec({ metric: "rocAucScore" }, gates));
    expect([names.slice(0, 2), names.length]).toEqual([["rocAucScore", "logLoss"], 6]);
  });

  it("leave a name that no metric has to lint", () => {
    expect(namesOf(spec({ task: "clustering", metric: "rocAucScor" }))).toEqual(["silhouetteScore"]);
  });

  it("are described whole: label, direction and bounds, null for a bound that isn't there", () => {
    expect(portableSpec(spec({})).metrics.at(-1)).toEqual({
      name: "r2Score",
      label: "R²",
      summary: "Share of the target's variance that is explained; 0 is no better than its mean.",
      greaterIsBetter: true,
      range: [null, 1],
      suspiciousFrom: 0.99995,
    });
  });
});

describe("a stored declaration", () => {
  it("keeps its own descriptions, in their order", () => {
    const portable = portableSpec(spec({}));
    const own = { ...portable, metrics: portable.metrics.toReversed().map((one) => ({ ...one, label: "mine" })) };
    expect(describedSpec(own)).toEqual(own);
  });

  it("from before metrics were described gets those of today, and can be revived", () => {
    const portable = portableSpec(spec({}));
    const { metrics: _, ...old } = portable;
    expect(describedSpec(old)).toEqual(portable);
    expect(specOf(old)).toEqual(spec({}));
    expect(declarationDigest(specOf(old))).toBe(declarationDigest(spec({})));
  });
});
