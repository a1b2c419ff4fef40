import { describe, expect, it } from "vitest";
import {
  decodeContainer,
  type EstimatorDefinition,
  encodeContainer,
  estimatorTable,
  type FitContext,
  type Model,
  type ModelData,
  type ModelValue,
  random,
  type Task,
} from "../../src/ml/index.ts";
import { damage, typedOutcome } from "../fixtures/damage.ts";
import { bytesOf, type EstimatorProblem, problem, smallParameters } from "../fixtures/estimator-problems.ts";

/** Fits that are one pass over the rows and a small system of equations: they have no state worth keeping. */
const withoutSteps = new Set(["baseline", "linearRegression", "ridge", "lasso", "elasticNet", "pca"]);

for (const definition of Object.values(estimatorTable)) {
  describe.each(definition.tasks.map((task) => [definition.name, task] as const))("%s for %s", (name, task) => {
    const { train, whole, states } = fitWithCheckpoints(definition, task);

    it("leaves states on its way, unless it has no steps", () => {
      if (withoutSteps.has(name)) expect(states).toEqual([]);
      else expect(states.length).toBeGreaterThan(1);
    });

    it("gives from each of them the bytes of a fit that was never stopped", () => {
      for (const state of states) {
        const resume = decodeContainer(encodeContainer(state));
        expect(bytesOf(train({ checkpoint: { every: 1, save: () => {}, resume } }).toData())).toBe(whole);
      }
    });

    if (withoutSteps.has(name)) return;

    it("goes on leaving states after it was taken up", () => {
      const resume = states[0]!;
      const later: ModelData[] = [];
      train({ checkpoint: { every: 1, save: (state) => later.push(state), resume } });
      expect(later.map(bytesOf)).toEqual(states.slice(states.length - later.length).map(bytesOf));
      expect(later.length).toBe(states.length - 1);
    });

    it("refuses the state of another fit", () => {
      const resume = states.at(-1)!;
      const checkpoint = { every: 1, save: () => {}, resume };
      const others: (() => Model)[] = [
        () => train({ checkpoint, seed: 8 }),
        () =>
          definition.fit(...inputs(problem(task, 250, definition)), smallParameters(definition), {
            seed: 7,
            checkpoint,
          }),
      ];
      for (const other of others) expect(typedOutcome(other)).toBe("ML_CHECKPOINT_CORRUPT");
    });

    it("refuses a damaged state with a code, or fits", () => {
      const draw = random(13, name, task);
      for (let trial = 0; trial < 60; trial++) {
        const resume = damage(structuredClone(states.at(-1)!) as ModelValue, draw) as ModelData;
        const outcome = typedOutcome(() => train({ checkpoint: { every: 100, save: () => {}, resume } }).toData());
        expect(["fitted", "ML_CHECKPOINT_CORRUPT"]).toContain(outcome);
      }
    });
  });
}

function fitWithCheckpoints(definition: EstimatorDefinition, task: Task) {
  const [X, y] = inputs(problem(task, 300, definition));
  const params = smallParameters(definition);
  const train = (context: Partial<FitContext>): Model => definition.fit(X, y, params, { seed: 7, ...context });
  const states: ModelData[] = [];
  train({ checkpoint: { every: 1, save: (state) => states.push(structuredClone(state) as ModelData) } });
  return { train, whole: bytesOf(train({}).toData()), states };
}

function inputs({ X, y }: EstimatorProblem) {
  return [X, y] as const;
}
