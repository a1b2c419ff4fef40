import { fail, listNames, suggestion } from "../errors/index.ts";
import { findRun, type StepReason, type Store, stepsOf } from "../store/index.ts";

/** Why a step of a run was run or skipped, as it was recorded then. */
export interface StepExplanation {
  readonly run: string;
  /** Its id in the run's graph: "fit", "snapshot:orders". */
  readonly step: string;
  readonly cached: boolean;
  readonly status: string;
  readonly key: string;
  readonly why: StepReason;
}

/**
 * @param run an id, the start of one, or "latest" @param step absent: all steps
 * @throws STORE_RUN_UNKNOWN, RUN_STEP_UNKNOWN
 */
export async function explainSteps(store: Store, run: string, step?: string): Promise<StepExplanation[]> {
  const { id } = await findRun(store, run);
  const rows = await stepsOf(store, id);
  const chosen = step === undefined ? rows : rows.filter((row) => row.instance === step);
  if (step !== undefined && chosen.length === 0) {
    const names = rows.map((row) => row.instance);
    throw fail("RUN_STEP_UNKNOWN", { step, suggestion: suggestion(step, names), steps: listNames(names) });
  }
  return chosen.map((row) => ({
    run: id,
    step: row.instance,
    cached: row.cached === 1,
    status: row.status,
    key: row.key,
    why: JSON.parse(row.why) as StepReason,
  }));
}
