import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { estimatorTable, type FitContext, type Model, type ThreadTeam } from "../../src/ml/index.ts";
import { threadTeam } from "../../src/training/threads/thread-team.ts";
import { bytesOf, problem, smallParameters } from "../fixtures/estimator-problems.ts";

/** Threads run what was built (dist); what they do must be what these sources do. */
describe("threads don't matter", () => {
  const sizes = [1, 2, 3];
  const teams: ThreadTeam[] = [];
  beforeAll(() => {
    for (const size of sizes) teams.push(threadTeam(size));
  });
  afterAll(() => {
    for (const team of teams) team.close();
  });

  for (const definition of Object.values(estimatorTable)) {
    it.each(definition.tasks)(`${definition.name} gives the same bytes on any number of threads, for %s`, (task) => {
      // Networks take seconds where trees take none; their batches are shared at any size.
      const { X, y } = problem(task, definition.name === "neuralNetwork" ? 900 : 9000, definition);
      const sampleWeight = Float64Array.from({ length: X.nSamples }, (_, i) => 1 + (i % 3) / 4);
      const params = smallParameters(definition);
      const train = (context: Partial<FitContext>): Model => definition.fit(X, y, params, { seed: 7, ...context });
      for (const weights of [{}, { sampleWeight }]) {
        const alone = bytesOf(train(weights).toData());
        // Compared as booleans: a difference of megabytes of text says nothing.
        for (const team of teams) expect(bytesOf(train({ ...weights, team }).toData()) === alone).toBe(true);
      }
    });
  }
});
