import { z } from "zod";
import { contracts } from "./contract.ts";
import { explanation } from "./rows.ts";

const shared = { protocol: "kserve", part: "predict", group: "KServe v1" } as const;

/** KServe's first protocol: `instances` in, `predictions` out. */
export const kserveContract = contracts({
  list: {
    ...shared,
    method: "GET",
    path: "/v1/models",
    permission: "read",
    summary: "Names of the models.",
    answer: z.object({ models: z.array(z.string()) }),
  },
  ready: {
    ...shared,
    method: "GET",
    path: "/v1/models/:model",
    permission: "read",
    summary: "Is this model ready?",
    answer: z.object({ name: z.string(), ready: z.boolean() }),
  },
  predict: {
    ...shared,
    method: "POST",
    path: "/v1/models/:target",
    permission: "predict",
    summary: "Predict, or explain: the target is MODEL:predict or MODEL:explain, the body { instances: [...] }.",
    accepts: ["application/json"],
    body: z.object({ instances: z.array(z.unknown()) }),
    answer: z.object({
      predictions: z.array(z.unknown()),
      explanations: z.array(explanation).optional().meta({ description: "Of MODEL:explain." }),
      model_name: z.string(),
      model_version: z.string(),
    }),
  },
});
