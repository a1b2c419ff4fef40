import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  type Feature,
  findMetric,
  matrix,
  neuralNetwork,
  type Target,
  takeSamples,
  takeTarget,
} from "../../src/ml/index.ts";

interface Subject {
  readonly file: string;
  readonly target: string;
  readonly task: "binary" | "multiclass" | "regression";
  readonly numbers: readonly string[];
  readonly categories: readonly string[];
  readonly folds: readonly number[];
  readonly scores: readonly number[];
}
type Row = Readonly<Record<string, string | number | null>>;

const reference = JSON.parse(readFileSync(new URL("./neural-network.json", import.meta.url), "utf8")) as {
  readonly subjects: readonly Subject[];
};
const metrics = { binary: "rocAucScore", multiclass: "accuracyScore", regression: "rootMeanSquaredError" };

describe.each(reference.subjects.map((subject) => [subject.target, subject.file, subject] as const))(
  "%s of %s",
  (_, __, subject) => {
    it("is told as well as scikit-learn's network does, within the spread of its folds", () => {
      const { X, y } = problemOf(subject);
      const metric = findMetric(metrics[subject.task])!;
      const scores = subject.scores.map((_, fold) => {
        const [train, test] = [true, false].map((isTrain) =>
          subject.folds.flatMap((one, row) => ((one !== fold) === isTrain ? [row] : [])),
        ) as [number[], number[]];
        const model = neuralNetwork().fit(takeSamples(X, train), takeTarget(y, train), { seed: 1 });
        const rows = takeSamples(X, test);
        const probabilities = model.predictProba?.(rows);
        const predictions = {
          values: model.predict(rows),
          nClasses: model.nClasses,
          ...(probabilities && { probabilities }),
        };
        return metric.compute(takeTarget(y, test), predictions, { positive: 1 });
      });
      const better = metric.greaterIsBetter ? 1 : -1;
      const theirs = mean(subject.scores);
      const spread = Math.sqrt(mean(subject.scores.map((score) => (score - theirs) ** 2)));
      expect(better * (mean(scores) - theirs)).toBeGreaterThan(-spread);
    }, 120_000);
  },
);

function problemOf({ file, target, task, numbers, categories }: Subject) {
  const url = new URL(`../../node_modules/vega-datasets/data/${file}`, import.meta.url);
  const rows = (JSON.parse(readFileSync(url, "utf8")) as Row[]).filter(
    (row) => row[target] !== null && row[target] !== ".",
  );
  const levels = (name: string): string[] => [...new Set(rows.map((row) => String(row[name])))].sort();
  const features: Feature[] = [
    ...numbers.map((name) => ({ name, kind: "numeric" as const })),
    ...categories.map((name) => ({ name, kind: "categorical" as const, levels: levels(name).length })),
  ];
  const X = matrix(rows.length, features);
  features.forEach(({ name, kind }, f) => {
    const codes = kind === "categorical" ? levels(name) : [];
    rows.forEach((row, i) => {
      X.values[f * rows.length + i] =
        kind === "categorical" ? codes.indexOf(String(row[name])) : ((row[name] as number | null) ?? Number.NaN);
    });
  });
  if (task === "regression") {
    return { X, y: { kind: "values", values: Float64Array.from(rows, (row) => row[target] as number) } as Target };
  }
  const classes = levels(target);
  const codes = Int32Array.from(rows, (row) => classes.indexOf(String(row[target])));
  return { X, y: { kind: "classes", classes, codes } as Target };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
