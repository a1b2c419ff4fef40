import { canonicalJson } from "../../ml/index.ts";
import { type Projections, runOf } from "./projection.ts";

/** `trials`: one setting of hyper-parameters with its scores. A retried trial replaces itself. */
export const trialProjections: Projections = {
  "trial.finished": async (db, event) => {
    const { trial, estimator, params, score, foldScores, durationMs, key } = event.body;
    const row = {
      estimator,
      params: canonicalJson(params),
      score,
      fold_scores: canonicalJson(foldScores),
      duration_ms: durationMs,
      key,
    };
    await db
      .insertInto("trials")
      .values({ run: runOf(event), trial, ...row })
      .onConflict((conflict) => conflict.columns(["run", "trial"]).doUpdateSet(row))
      .execute();
  },
};
