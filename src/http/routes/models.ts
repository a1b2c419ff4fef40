import type { FastifyRequest } from "fastify";
import type { Deployment } from "../../serving/index.ts";
import type { AppContext, Route } from "../context.ts";

/** What is deployed, and what each model expects and is worth. */
export const modelRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/models",
    summary: "Every deployed model with its version.",
    permission: "read",
    protocol: "millrace",
    group: "Models",
    response: { type: "object", properties: { models: { type: "array", items: { type: "object" } } } },
    handle: (_request, _reply, context) => ({ models: context.deployments.list().map(briefly) }),
  },
  {
    method: "GET",
    path: "/models/:model",
    summary: "A model's schema, versions, aliases and metrics.",
    permission: "read",
    protocol: "millrace",
    group: "Models",
    response: { type: "object" },
    handle: describeModel,
  },
];

async function describeModel(request: FastifyRequest, _reply: unknown, context: AppContext): Promise<unknown> {
  const deployment = await context.deployments.find((request.params as { model: string }).model);
  const { predictor, metrics } = deployment;
  return {
    ...briefly(deployment),
    references: context.deployments.referencesOf(deployment.name),
    target: predictor.target,
    classes: predictor.classes,
    threshold: predictor.threshold,
    metrics,
    schema: predictor.schema.map((field) => ({
      ...field,
      dictionary: undefined,
      categories: shownCategories(field.dictionary),
    })),
  };
}

function briefly(deployment: Deployment): Record<string, unknown> {
  const { name, version, digest, aliases, predictor, loadedAtMs } = deployment;
  return {
    name,
    version,
    digest,
    aliases,
    task: predictor.task,
    estimator: predictor.estimator.name,
    loadedAt: new Date(loadedAtMs).toISOString(),
  };
}

/** A dictionary of thousands of labels would bury the rest of the schema. */
function shownCategories(dictionary: readonly string[] | null): readonly string[] | undefined {
  return dictionary === null || dictionary.length > 200 ? undefined : dictionary;
}
