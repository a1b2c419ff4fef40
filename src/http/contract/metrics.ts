import { contracts } from "./contract.ts";

/** What Prometheus scrapes. */
export const metricsContract = contracts({
  scrape: {
    method: "GET",
    path: "/metrics",
    summary: "Counts, durations and model versions for Prometheus.",
    permission: "read",
    protocol: "millrace",
    part: "both",
    group: "Operations",
    answers: "text/plain",
  },
});
