import { listModels, resolveModel, type Store } from "../../store/index.ts";
import { loadSubject } from "../load-subject.ts";
import type { Subject } from "../subject.ts";

/**
 * What a report is asked of: a run (an id, the start of one, "latest"), "model@version" (the run or the import that made it),
 * or a model: its life, and the run of its champion or, where it has none, of its newest version.
 * @throws STORE_RUN_UNKNOWN, STORE_RUN_AMBIGUOUS, STORE_VERSION_UNKNOWN
 */
export async function loadReportSubject(store: Store, reference: string): Promise<Subject> {
  const isModel = (await listModels(store)).includes(reference);
  // A run's report shows no picture of its model's life.
  if (!isModel) return loadSubject(store, reference, { kinds: [] });
  const { model, version } = await resolveModel(store, reference);
  return { ...(await loadSubject(store, `${model}@${version}`)), asked: "life" };
}
