import type { Deployment } from "../../serving/index.ts";
import { type AppContext, implement, type Route } from "../context.ts";
import type { AnswerOf } from "../contract/contract.ts";
import { modelContract } from "../contract/models.ts";

/** What is deployed, and what each model expects and is worth. */
export const modelRoutes: readonly Route[] = implement(modelContract, {
  list: (_input, _caller, { deployments }) => ({ models: deployments.list().map(briefly) }),
  read: ({ params }, _caller, context) => describeModel(params.model, context),
});

async function describeModel(model: string, context: AppContext): Promise<AnswerOf<(typeof modelContract)["read"]>> {
  const deployment = await context.deployments.find(model);
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

function briefly(deployment: Deployment): AnswerOf<(typeof modelContract)["list"]>["models"][number] {
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
