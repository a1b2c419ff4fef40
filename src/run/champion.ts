import { gateOf } from "../evaluation/index.ts";
import type { FittedPipeline, Predictions } from "../ml/index.ts";
import { resolveModel } from "../store/index.ts";
import type { RunContext } from "./context.ts";
import { modelCodec } from "./model-codec.ts";
import type { Part } from "./stored-split.ts";

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

/** What the champion says of the test rows; undefined where it answers another question (other classes, other columns). */
export async function championPredictions(
  { data }: RunContext,
  champion: ChampionState,
  model: FittedPipeline,
  test: Part,
): Promise<Predictions | undefined> {
  const other = await data.read(modelCodec, champion.digest);
  const comparable = other.task === model.task && other.classes.join("\0") === model.classes.join("\0");
  const readable = other.schema.every((field) => !field.required || test.frame.columns.has(field.name));
  return comparable && readable ? other.predict(test.frame) : undefined;
}
