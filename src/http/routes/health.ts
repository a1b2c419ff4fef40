import type { FastifyReply } from "fastify";
import type { AppContext, Route } from "../context.ts";

const shared = { method: "GET", permission: "read", protocol: "millrace", group: "Operations" } as const;

/** Alive, ready, and what is wrong if something is. */
export const healthRoutes: readonly Route[] = [
  {
    ...shared,
    path: "/health",
    summary: "Status, deployed versions, and models that couldn't be loaded.",
    response: { type: "object" },
    handle: (_request, _reply, context) => health(context),
  },
  {
    ...shared,
    path: "/health/live",
    summary: "200 while the process works.",
    response: { type: "object", properties: { live: { type: "boolean" } } },
    handle: () => ({ live: true }),
  },
  {
    ...shared,
    path: "/health/ready",
    summary: "200 while at least one model answers, else 503.",
    response: { type: "object", properties: { ready: { type: "boolean" } } },
    handle: (_request, reply: FastifyReply, context) => {
      const ready = isReady(context);
      if (!ready) reply.code(503);
      return { ready };
    },
  },
];

/** Would a prediction be answered now? */
export function isReady(context: AppContext): boolean {
  return context.accepting() && context.deployments.list().length > 0;
}

function health(context: AppContext): unknown {
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
