import { fail } from "../errors/index.ts";
import type { Store } from "../store/store.ts";

/** A run's chosen model, whether or not it became a version. */
export interface Candidate {
  /** Name of the run's workflow, which is the model's. */
  readonly name: string;
  readonly digest: string;
  readonly metrics: Readonly<Record<string, unknown>>;
}

/** The candidate that a run ended with, read from its events. @throws SERVING_RUN_UNKNOWN, SERVING_RUN_WITHOUT_MODEL */
export async function candidateOf(store: Store, run: string): Promise<Candidate> {
  const record = await store.records.selectFrom("runs").select("workflow").where("id", "=", run).executeTakeFirst();
  if (record === undefined) throw fail("SERVING_RUN_UNKNOWN", { run: run.slice(0, 100), home: store.home });
  const events = await store.events({ run, types: ["model.fitted", "model.evaluated"] });
  let digest: string | undefined;
  let metrics: Candidate["metrics"] = {};
  for (const event of events) {
    if (event.type !== "model.fitted" && event.type !== "model.evaluated") continue;
    digest = event.body.digest;
    if (event.type === "model.evaluated") metrics = event.body.metrics;
  }
  if (digest === undefined) throw fail("SERVING_RUN_WITHOUT_MODEL", { run });
  return { name: record.workflow, digest, metrics };
}
