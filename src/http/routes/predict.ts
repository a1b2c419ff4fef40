import type { AppContext, Route } from "../context.ts";
import { implement } from "../context.ts";
import type { AnswerOf, Input } from "../contract/contract.ts";
import { predictContract } from "../contract/predict.ts";
import { rowsRequestOf } from "./rows-body.ts";
import { scoreRequest } from "./score-request.ts";

type Predict = (typeof predictContract)["predict"];

/** Plain rows in; predictions, probabilities and the version that made them out. */
export const predictRoutes: readonly Route[] = implement(predictContract, {
  predict: (input, _caller, context) => predict(input, input.params, context),
  predictWith: (input, _caller, context) => predict(input, input.params, context),
});

/** Predicts with the version that a path names, or with the deployed one. */
async function predict(
  { body, query }: Input<Predict>,
  { model, reference }: { readonly model: string; readonly reference?: string },
  context: AppContext,
): Promise<AnswerOf<Predict>> {
  const { rows, strict, explain } = rowsRequestOf(body, query);
  const { deployment, scored } = await scoreRequest(context, model, reference, () => rows, { strict, explain });
  return {
    model: deployment.name,
    version: deployment.version,
    digest: deployment.digest,
    predictions:
      scored.explanations === undefined
        ? scored.predictions
        : scored.predictions.map((one, i) => ({ ...one, explanation: scored.explanations![i] })),
    warnings: scored.warnings,
    ...(scored.warningsOmitted > 0 ? { warningsOmitted: scored.warningsOmitted } : {}),
  };
}
