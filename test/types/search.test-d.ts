import { choice, defineWorkflow, gradientBoosting, integer, logUniform, table, uniform } from "millrace";

const data = table("x.csv");
const problem = { target: "y" } as const;

defineWorkflow({ name: "x", problem, data, search: { method: "tpe", trials: 50 } });
defineWorkflow({ name: "x", problem, data, search: { method: "grid" } });
defineWorkflow({ name: "x", problem, data, search: { method: "none" } });
// @ts-expect-error no such method
defineWorkflow({ name: "x", problem, data, search: { method: "randon" } });

gradientBoosting(
  {},
  {
    space: {
      growth: choice(["leafWise", "depthWise"]),
      maxDepth: integer(2, 8, { step: 2, when: { growth: "depthWise" } }),
      learningRate: logUniform(0.01, 0.3, { points: 4 }),
      rowSample: uniform(0.5, 1, { step: 0.1 }),
    },
  },
);
// @ts-expect-error a linear scale has steps
uniform(0, 1, { points: 3 });
// @ts-expect-error a logarithmic scale has points
logUniform(1, 10, { step: 1 });
// @ts-expect-error a condition is an object
integer(1, 3, { when: "growth" });
