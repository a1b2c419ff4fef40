import { type AppContext, implement, type Route } from "../context.ts";
import type { AnswerOf } from "../contract/contract.ts";
import { healthContract } from "../contract/health.ts";
import { Reply } from "../reply.ts";

/** Alive, ready, and what is wrong if something is. */
export const healthRoutes: readonly Route[] = implement(healthContract, {
  status: (_input, _caller, context) => health(context),
  live: () => ({ live: true }),
  ready: (_input, _caller, context) => {
    const ready = isReady(context);
    return ready ? { ready } : new Reply({ ready }, { status: 503 });
  },
});

/** Would a prediction be answered now? */
export function isReady(context: AppContext): boolean {
  return context.accepting() && context.deployments.list().length > 0;
}

function health(context: AppContext): AnswerOf<(typeof healthContract)["status"]> {
  const problems = context.deployments.problems();
  const working = problems.length === 0 ? "ok" : "degraded";
  return {
    status: context.accepting() ? working : "stopping",
    version: context.version,
    models: context.deployments.list().map(({ name, version, versionName, digest, aliases }) => ({
      name,
      version: version ?? versionName,
      digest,
      aliases,
    })),
    problems: problems.map(({ sinceMs, ...problem }) => ({ ...problem, since: new Date(sinceMs).toISOString() })),
  };
}
