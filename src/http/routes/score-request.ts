import type { Scored } from "../../ml/pipeline/index.ts";
import { type Deployment, type Row, score } from "../../serving/index.ts";
import type { AppContext } from "../context.ts";

/** Finds the deployment, scores the rows with it and counts them: what the routes of all protocols share. */
export async function scoreRequest(
  context: AppContext,
  model: string,
  reference: string | undefined,
  rowsFor: (deployment: Deployment) => readonly Row[],
  strict = false,
): Promise<{ readonly deployment: Deployment; readonly scored: Scored }> {
  const found = context.deployments.find(model, reference);
  const deployment = found instanceof Promise ? await found : found;
  const scored = await score(deployment.predictor, rowsFor(deployment), { strict });
  context.metrics.predicted(deployment.name, deployment.versionName, scored.predictions.length, scored.warnings.length);
  return { deployment, scored };
}
