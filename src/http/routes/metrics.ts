import type { Route } from "../context.ts";

/** What Prometheus scrapes. */
export const metricsRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/metrics",
    summary: "Counts, durations and model versions for Prometheus.",
    permission: "read",
    protocol: "millrace",
    group: "Operations",
    answers: "text/plain",
    handle: async (_request, reply, { metrics }) => {
      reply.header("content-type", metrics.contentType);
      return metrics.text();
    },
  },
];
