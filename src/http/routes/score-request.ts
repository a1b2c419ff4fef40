import type { Field } from "../../ml/pipeline/index.ts";
import { type Deployment, type Row, type ScoredRows, type ScoreOptions, score } from "../../serving/index.ts";
import type { AppContext } from "../context.ts";
import { invalid } from "./rows-body.ts";

/** Members of a row that the model doesn't know; more than this is no row but an attempt to keep the server busy. */
const mostUnknownMembers = 1000;

/** Finds the deployment, scores the rows with it and counts them: what the routes of all protocols share. */
export async function scoreRequest(
  context: AppContext,
  model: string,
  reference: string | undefined,
  rowsFor: (deployment: Deployment) => readonly Row[],
  options: ScoreOptions = {},
): Promise<{ readonly deployment: Deployment; readonly scored: ScoredRows }> {
  const found = context.deployments.find(model, reference);
  const deployment = found instanceof Promise ? await found : found;
  const { name, versionName, predictor } = deployment;
  const rows = rowsFor(deployment);
  refuseWideRows(rows, predictor.schema);
  const scoring = score(predictor, rows, options, context.store.platform.machine);
  const scored = scoring instanceof Promise ? await scoring : scoring;
  const warnings = scored.warnings.length + scored.warningsOmitted;
  context.metrics.predicted(name, versionName, scored.predictions.length, warnings);
  return { deployment, scored };
}

function refuseWideRows(rows: readonly Row[], schema: readonly Field[]): void {
  const most = schema.length + mostUnknownMembers;
  for (let i = 0; i < rows.length; i++) {
    const members = Object.keys(rows[i]!).length;
    if (members > most) throw invalid(`row ${i}`, `at most ${most} members`, members);
  }
}
