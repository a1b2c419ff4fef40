import { z } from "zod";
import { contracts } from "./contract.ts";

const shared = { method: "GET", permission: "read", protocol: "millrace", part: "both", group: "Models" } as const;

const brief = z.object({
  name: z.string(),
  version: z.int().nullable().meta({ description: "null for a run's candidate" }),
  digest: z.string(),
  aliases: z.array(z.string()),
  task: z.string(),
  estimator: z.string(),
  loadedAt: z.string(),
});

/** What is deployed, and what each model expects and is worth. */
export const modelContract = contracts({
  list: {
    ...shared,
    path: "/models",
    summary: "Every deployed model with its version.",
    answer: z.object({ models: z.array(brief) }),
  },
  read: {
    ...shared,
    path: "/models/:model",
    summary: "A model's schema, versions, aliases and metrics.",
    answer: brief.extend({
      references: z.object({ versions: z.array(z.int()), aliases: z.record(z.string(), z.int()) }),
      target: z.string().nullable(),
      classes: z.array(z.string()),
      threshold: z.number().nullable(),
      metrics: z.record(z.string(), z.unknown()).nullable(),
      schema: z.array(z.looseObject({ name: z.string(), kind: z.string(), required: z.boolean() })),
    }),
  },
});
