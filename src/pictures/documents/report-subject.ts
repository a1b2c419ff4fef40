import { listModels, resolveModel, type Store } from "../../store/index.ts";
import { loadSubject } from "../load-subject.ts";
import type { RunView, Subject } from "../subject.ts";

/** A subject that has a run: all that a report tells of. */
export type ReportSubject = Subject & { readonly run: RunView };

/**
 * What a report is asked of: a run (an id, the start of one, "latest"), "model@version" (the run that made it), or a model: its
 * life, and the run of its champion or, where it has none, of its newest version.
 * @throws STORE_RUN_UNKNOWN, STORE_RUN_AMBIGUOUS, STORE_VERSION_UNKNOWN
 */
export async function loadReportSubject(store: Store, reference: string): Promise<ReportSubject> {
  const isModel = (await listModels(store)).includes(reference);
  const found = isModel ? (await resolveModel(store, reference)).run : reference;
  // A run's report shows no picture of its model's life.
  const subject = await loadSubject(store, found, isModel ? {} : { kinds: [] });
  return { ...subject, run: subject.run!, asked: isModel ? "life" : "run" };
}
