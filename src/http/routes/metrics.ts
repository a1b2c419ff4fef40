import { implement, type Route } from "../context.ts";
import { metricsContract } from "../contract/metrics.ts";
import { Reply } from "../reply.ts";

/** What Prometheus scrapes. */
export const metricsRoutes: readonly Route[] = implement(metricsContract, {
  scrape: async (_input, _caller, { metrics }) =>
    new Reply(await metrics.text(), { headers: { "content-type": metrics.contentType } }),
});
