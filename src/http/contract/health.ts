import { z } from "zod";
import { contracts } from "./contract.ts";

const shared = { method: "GET", permission: "read", protocol: "millrace", part: "both", group: "Operations" } as const;

/** Alive, ready, and what is wrong if something is. */
export const healthContract = contracts({
  status: {
    ...shared,
    path: "/health",
    summary: "Status, deployed versions, and models that couldn't be loaded.",
    answer: z.object({
      status: z.enum(["ok", "degraded", "stopping"]),
      version: z.string(),
      models: z.array(
        z.object({
          name: z.string(),
          version: z.union([z.int(), z.string()]),
          digest: z.string(),
          aliases: z.array(z.string()),
        }),
      ),
      problems: z.array(z.looseObject({ since: z.string() })),
    }),
  },
  live: {
    ...shared,
    path: "/health/live",
    summary: "200 while the process works.",
    answer: z.object({ live: z.boolean() }),
  },
  ready: {
    ...shared,
    path: "/health/ready",
    summary: "200 while at least one model answers, else 503.",
    answer: z.object({ ready: z.boolean() }),
  },
});
