import { gateOf } from "../evaluation/index.ts";
import type { FittedPipeline, Matrix, Predictions } from "../ml/index.ts";
import { resolveModel } from "../store/index.ts";
import type { RunContext } from "./context.ts";
import { readParts } from "./open-training.ts";
import type { Problem } from "./problem.ts";
import type { Outputs } from "./step.ts";
import type { Part } from "./stored-split.ts";

/** The test rows as the new model, the baseline and the present champion see them: what evaluation and gates look at. */
export interface ScoredTest {
  readonly problem: Problem;
  readonly test: Part;
  readonly model: FittedPipeline;
  readonly predictions: Predictions;
  readonly baseline: Predictions | undefined;
  readonly champion: { readonly name: string; readonly predictions: Predictions } | undefined;
  /** The model's features, for tasks that are measured on them (clustering). */
  readonly X: Matrix | undefined;
}

/** What a comparison with the champion depends on. */
export interface ChampionState {
  readonly name: string;
  readonly digest: string;
}

/**
 * The version that the alias `champion` names now; null where there is none, where no gate asks for it, or where it is the
 * very model that is judged (else repeating an unchanged run would ask the gates again).
 */
export async function championOf({ store, workflow }: RunContext, model: string): Promise<ChampionState | null> {
  const alias = workflow.gates.map((gate) => gateOf(gate).comparesWith?.(gate)).find((named) => named !== undefined);
  if (alias === undefined) return null;
  const found = await resolveModel(store, `${workflow.name}@${alias}`).catch(() => null);
  return found === null || found.digest === model
    ? null
    : { name: `${found.model}@${found.version}`, digest: found.digest };
}

/** @param inputs `snapshot.table`, `split.rows`, `fit.model` and, where the task has one, `fit.baseline` */
export async function scoreTest(
  context: RunContext,
  inputs: Outputs,
  champion: ChampionState | null,
): Promise<ScoredTest> {
  const { data } = context;
  const { problem, test } = await readParts(context, inputs);
  const model = await data.model(inputs["fit.model"]!);
  const baseline = inputs["fit.baseline"];
  return {
    problem,
    test,
    model,
    predictions: model.predict(test.frame),
    baseline: baseline === undefined ? undefined : (await data.model(baseline)).predict(test.frame),
    champion: champion === null ? undefined : await championPredictions(context, champion, model, test),
    X: problem.task === "clustering" ? model.transform(test.frame) : undefined,
  };
}

/** Undefined where the champion answers another question (other classes, other columns) and so can't be compared. */
async function championPredictions(
  context: RunContext,
  champion: ChampionState,
  model: FittedPipeline,
  test: Part,
): Promise<ScoredTest["champion"]> {
  const other = await context.data.model(champion.digest);
  const comparable = other.task === model.task && other.classes.join("\0") === model.classes.join("\0");
  const readable = other.schema.every((field) => !field.required || test.frame.columns.has(field.name));
  return comparable && readable ? { name: champion.name, predictions: other.predict(test.frame) } : undefined;
}
