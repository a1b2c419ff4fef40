import { fail } from "../../errors/index.ts";
import type { Deployment } from "../../serving/index.ts";
import { type AppContext, implement, type Route } from "../context.ts";
import type { AnswerOf, Input } from "../contract/contract.ts";
import { kserveContract } from "../contract/kserve.ts";
import { rowsFromInstances } from "../mlflow/instances.ts";
import { invalid, isObject } from "./rows-body.ts";
import { scoreRequest } from "./score-request.ts";

type Routes = typeof kserveContract;

/** KServe's first protocol: `instances` in, `predictions` out. */
export const kserveRoutes: readonly Route[] = implement(kserveContract, {
  list: (_input, _caller, { deployments }) => ({ models: deployments.list().map(({ name }) => name) }),
  ready: async ({ params }, _caller, { deployments }) => {
    const { name } = await deployments.find(params.model);
    return { name, ready: true };
  },
  predict: (input, _caller, context) => predict(input, context),
});

async function predict(
  { params: { target }, body, path }: Input<Routes["predict"]>,
  context: AppContext,
): Promise<AnswerOf<Routes["predict"]>> {
  const [, model, verb] = /^(.+):(predict|explain)$/s.exec(target) ?? [];
  if (model === undefined) {
    throw fail("HTTP_ROUTE_UNKNOWN", { method: "POST", path: path.slice(0, 200) });
  }
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
