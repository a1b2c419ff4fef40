import { afterAll, describe, expect, it } from "vitest";
import {
  type Explanation,
  estimatorTable,
  type Matrix,
  type Model,
  type ModelData,
  type ModelValue,
  random,
  takeSamples,
} from "../../src/ml/index.ts";
import { threadTeam } from "../../src/training/threads/thread-team.ts";
import { damage, typedOutcome } from "../fixtures/damage.ts";
import { problem, smallParameters } from "../fixtures/estimator-problems.ts";

/** Models that have no exact explanation; `samplingExplanation` is for them. */
const withoutStructure = new Set(["kMeans", "gaussianMixture", "mixtureDensity", "neuralNetwork", "pca"]);

const team = threadTeam(2);
afterAll(() => team.close());

for (const definition of Object.values(estimatorTable)) {
  describe.each(definition.tasks.map((task) => [definition.name, task] as const))("%s for %s", (name, task) => {
    const { X, y } = problem(task, 300, definition);
    let fitted: Model | undefined;
    const trained = (): Model => (fitted ??= definition.fit(X, y, smallParameters(definition), { seed: 7 }));
    const asked = takeSamples(
      X,
      Array.from({ length: 50 }, (_, i) => i * 5),
    );

    if (withoutStructure.has(name)) {
      it("says that it can't", () => {
        expect(trained().explain).toBeUndefined();
      });
      return;
    }

    it("explains itself, additive to 1e-6 of its score", () => {
      const model = trained();
      const explanation = model.explain!(asked);
      expectAdditive(model, asked, explanation);
      expect(explanation.contributions).toHaveLength(asked.nSamples * X.nFeatures * explanation.outputs);
      expect(explanation.baseline).toHaveLength(explanation.outputs);
    });

    it("explains itself against background rows, and the background itself adds to nothing", () => {
      const model = trained();
      const background = takeSamples(X, [3, 7, 150, 299]);
      expectAdditive(model, asked, model.explain!(asked, { background }));
      const own = model.explain!(background, { background });
      for (let k = 0; k < own.outputs; k++) {
        let sum = 0;
        for (let i = 0; i < background.nSamples; i++) {
          for (let f = 0; f < X.nFeatures; f++) sum += own.contributions[(i * X.nFeatures + f) * own.outputs + k]!;
        }
        expect(Math.abs(sum)).toBeLessThan(1e-6 * Math.max(1, Math.abs(own.baseline[k]!)));
      }
    });

    it("explains a row alone as in a batch, and after a round trip as before", () => {
      const model = trained();
      const all = model.explain!(asked);
      const loaded = definition.load(structuredClone(model.toData()));
      const width = X.nFeatures * all.outputs;
      for (const i of [0, 13, 49]) {
        const alone = loaded.explain!(takeSamples(asked, [i])).contributions;
        expect([...alone]).toEqual([...all.contributions.subarray(i * width, (i + 1) * width)]);
      }
    });

    it("explains the same bits with a team", () => {
      const wide = problem(task, 1100, definition, 5).X;
      const background = takeSamples(wide, [1, 500, 1000]);
      const model = trained();
      expect(model.explain!(wide, { team })).toEqual(model.explain!(wide));
      const few = takeSamples(
        wide,
        Array.from({ length: 100 }, (_, i) => i),
      );
      expect(model.explain!(few, { background, team })).toEqual(model.explain!(few, { background }));
    });

    it("refuses shapes that don't match", () => {
      const model = trained();
      const narrow = takeSamples(
        { ...X, nFeatures: 1, features: [X.features[0]!], values: X.values.slice(0, 300) },
        [1],
      );
      const empty = takeSamples(X, []);
      const shape = expect.objectContaining({ code: "ML_SHAPE_MISMATCH" });
      expect(() => model.explain!(narrow)).toThrow(shape);
      expect(() => model.explain!(asked, { background: narrow })).toThrow(shape);
      expect(() => model.explain!(asked, { background: empty })).toThrow(
        expect.objectContaining({ code: "ML_TOO_FEW_SAMPLES" }),
      );
      expect(model.explain!(empty).contributions).toHaveLength(0);
    });

    it("explains what damaged data still load, or says that it can't", () => {
      const draw = random(11, name, task);
      const data = trained().toData();
      const few = takeSamples(X, [0, 1, 2]);
      for (let i = 0; i < 60; i++) {
        const damaged = damage(structuredClone(data) as ModelValue, draw);
        typedOutcome(() => {
          const loaded = definition.load(damaged as ModelData);
          loaded.explain!(few);
          loaded.explain!(few, { background: few });
        });
      }
    });
  });
}

function expectAdditive(model: Model, X: Matrix, explanation: Explanation): void {
  const { outputs, baseline, contributions } = explanation;
  const scores = scoresOf(model, X, explanation);
  for (let i = 0; i < X.nSamples; i++) {
    const sums = Array.from(baseline, (start, k) => {
      let sum = start;
      for (let f = 0; f < X.nFeatures; f++) sum += contributions[(i * X.nFeatures + f) * outputs + k]!;
      return sum;
    });
    const means = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
    // log odds of several classes are known from probabilities but for what they all share
    const shift = outputs > 1 && explanation.scale === "logOdds" ? means(sums) : 0;
    const shared = outputs > 1 && explanation.scale === "logOdds" ? means(scores[i]!) : 0;
    sums.forEach((sum, k) => {
      const score = scores[i]![k]! - shared;
      expect(Math.abs(sum - shift - score)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(score)));
    });
  }
}

/** What the contributions should add up to, from what the model predicts. */
function scoresOf(model: Model, X: Matrix, { scale, outputs }: Explanation): number[][] {
  const values = model.predictProba?.(X) ?? model.predict(X);
  const width = values.length / X.nSamples;
  return Array.from({ length: X.nSamples }, (_, i) => {
    const row = [...values.subarray(i * width, (i + 1) * width)];
    if (scale === "value") return row;
    if (scale === "log") return row.map(Math.log);
    if (scale === "probability") return outputs === 1 ? row.slice(1) : row;
    return outputs === 1 ? [Math.log(row[1]! / row[0]!)] : row.map(Math.log);
  });
}
