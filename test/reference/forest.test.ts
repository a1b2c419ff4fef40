import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { areaUnderRoc } from "../../bench/area-under-roc.ts";
import { estimatorOf, type Matrix, type Model, matrixFromRows, type Target } from "../../src/ml/index.ts";

interface Case {
  readonly estimator: string;
  readonly task: "binary" | "multiclass" | "regression";
  readonly weighted: boolean;
  readonly params: Readonly<Record<string, number>>;
  readonly mean: number;
  readonly std: number;
}
type Rows = readonly (readonly number[])[];
interface Reference {
  readonly X: Rows;
  readonly test: Rows;
  readonly odd: Rows;
  readonly value: readonly number[];
  readonly truth: readonly number[];
  readonly two: readonly number[];
  readonly twoTruth: readonly number[];
  readonly three: readonly number[];
  readonly threeTruth: readonly number[];
  readonly weight: readonly number[];
  readonly cases: readonly Case[];
  readonly anomaly: readonly (readonly number[])[];
}

const reference = JSON.parse(readFileSync(new URL("./forest.json", import.meta.url), "utf8")) as Reference;
const X = matrixFromRows(reference.X);
const test = matrixFromRows(reference.test);
const SEEDS = 10;

describe.each(reference.cases)("$estimator for $task, weighted: $weighted", (one) => {
  it("does as well as scikit-learn's on held-out rows", () => {
    const sampleWeight = one.weighted ? Float64Array.from(reference.weight) : undefined;
    const train = (seed: number): Model =>
      estimatorOf(one.estimator, { trees: 100, ...one.params }).fit(X, targetOf(one.task), {
        seed,
        ...(sampleWeight && { sampleWeight }),
      });
    const scores = Array.from({ length: SEEDS }, (_, seed) => scoreOf(one.task, train(seed), test));
    const ours = scores.reduce((sum, score) => sum + score, 0) / SEEDS;
    const behind = one.task === "regression" ? ours - one.mean : one.mean - ours;
    // Both means vary by chance; four of their standard errors.
    expect(behind).toBeLessThan(4 * one.std * Math.sqrt(2 / SEEDS));
  });
});

describe("isolationForest", () => {
  it("ranks rows as scikit-learn's does, as far as two of its own seeds agree", () => {
    const rows = matrixFromRows(reference.odd);
    const ours = estimatorOf("isolationForest", { trees: 200 }).fit(rows, null, { seed: 1 }).predict(rows);
    const [first, second] = reference.anomaly as [number[], number[]];
    const own = correlation(first, second);
    expect(own).toBeGreaterThan(0.9);
    expect(correlation(first, [...ours])).toBeGreaterThan(own - 0.02);
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(mean([...ours]) - mean(first))).toBeLessThan(0.01);
  });
});

function targetOf(task: Case["task"]): Target {
  if (task === "regression") return { kind: "values", values: Float64Array.from(reference.value) };
  const [codes, classes] = task === "binary" ? [reference.two, ["0", "1"]] : [reference.three, ["0", "1", "2"]];
  return { kind: "classes", classes: classes as string[], codes: Int32Array.from(codes as number[]) };
}

function scoreOf(task: Case["task"], model: Model, rows: Matrix): number {
  const predicted = model.predict(rows);
  if (task === "multiclass")
    return predicted.filter((code, i) => code === reference.threeTruth[i]).length / rows.nSamples;
  if (task === "binary") {
    const probabilities = model.predictProba!(rows);
    return areaUnderRoc(
      Uint8Array.from(reference.twoTruth),
      predicted.map((_, i) => probabilities[2 * i + 1]!),
    );
  }
  return Math.sqrt(predicted.reduce((sum, value, i) => sum + (value - reference.truth[i]!) ** 2, 0) / rows.nSamples);
}

/** Pearson's. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const product = (p: readonly number[], mp: number, q: readonly number[], mq: number): number =>
    p.reduce((sum, value, i) => sum + (value - mp) * (q[i]! - mq), 0);
  return product(a, ma, b, mb) / Math.sqrt(product(a, ma, a, ma) * product(b, mb, b, mb));
}
