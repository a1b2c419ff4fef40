import type { FastifyRequest } from "fastify";
import { fail } from "../../errors/index.ts";
import type { Deployment } from "../../serving/index.ts";
import type { AppContext, Route } from "../context.ts";
import { rowsFromInstances } from "../mlflow/instances.ts";
import { explanation } from "./predict.ts";
import { invalid, isObject } from "./rows-body.ts";
import { scoreRequest } from "./score-request.ts";

const shared = { protocol: "kserve", group: "KServe v1" } as const;

/** KServe's first protocol: `instances` in, `predictions` out. */
export const kserveRoutes: readonly Route[] = [
  {
    ...shared,
    method: "GET",
    path: "/v1/models",
    permission: "read",
    summary: "Names of the models.",
    response: { type: "object", properties: { models: { type: "array", items: { type: "string" } } } },
    handle: (_request, _reply, { deployments }) => ({ models: deployments.list().map(({ name }) => name) }),
  },
  {
    ...shared,
    method: "GET",
    path: "/v1/models/:model",
    permission: "read",
    summary: "Is this model ready?",
    response: { type: "object", properties: { name: { type: "string" }, ready: { type: "boolean" } } },
    handle: async (request, _reply, { deployments }) => {
      const { name } = await deployments.find((request.params as { model: string }).model);
      return { name, ready: true };
    },
  },
  {
    ...shared,
    method: "POST",
    path: "/v1/models/:target",
    permission: "predict",
    summary: "Predict, or explain: the target is MODEL:predict or MODEL:explain, the body { instances: [...] }.",
    accepts: ["application/json"],
    body: { type: "object", required: ["instances"], properties: { instances: { type: "array", items: {} } } },
    response: {
      type: "object",
      properties: {
        predictions: { type: "array", items: {} },
        explanations: { type: "array", items: explanation, description: "Of MODEL:explain." },
      },
    },
    handle: predict,
  },
];

async function predict(request: FastifyRequest, _reply: unknown, context: AppContext): Promise<unknown> {
  const { target } = request.params as { target: string };
  const [, model, verb] = /^(.+):(predict|explain)$/s.exec(target) ?? [];
  if (model === undefined) {
    throw fail("HTTP_ROUTE_UNKNOWN", { method: "POST", path: request.url.slice(0, 200) });
  }
  const { body } = request;
  const instances = isObject(body) ? body["instances"] : undefined;
  if (!Array.isArray(instances)) throw invalid('"instances"', "a list of rows", instances);
  const rowsFor = ({ predictor }: Deployment) => rowsFromInstances(instances, predictor.schema);
  const options = { explain: verb === "explain" };
  const { deployment, scored } = await scoreRequest(context, model, undefined, rowsFor, options);
  return {
    predictions: scored.predictions.map(({ prediction }) => prediction),
    ...(scored.explanations === undefined ? {} : { explanations: scored.explanations }),
    model_name: deployment.name,
    model_version: deployment.versionName,
  };
}
