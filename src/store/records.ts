import { fail, listNames, suggestion } from "../errors/index.ts";
import type { AliasRow, RunRow, RunStatus, StepRow, VersionRow } from "./events/index.ts";
import type { Store } from "./store.ts";

/** What a step with this key made: the name of each output and its digest. */
export interface StepResult {
  readonly key: string;
  readonly instance: string;
  readonly workflow: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** Where it was executed. */
  readonly run: string;
  readonly seq: number;
}

/** The run with that id, the one id that begins so, or the newest for "latest". @throws STORE_RUN_UNKNOWN, STORE_RUN_AMBIGUOUS */
export async function findRun(store: Store, idOrPrefixOrLatest: string): Promise<RunRow> {
  const wanted = idOrPrefixOrLatest;
  const exact = await store.records.selectFrom("runs").selectAll().where("id", "=", wanted).executeTakeFirst();
  if (exact !== undefined) return exact;
  const runs = await store.records.selectFrom("runs").select("id").orderBy("seq", "desc").execute();
  const ids = runs.map(({ id }) => id);
  const matches = wanted === "latest" ? ids.slice(0, 1) : ids.filter((id) => wanted !== "" && id.startsWith(wanted));
  if (matches.length > 1) throw fail("STORE_RUN_AMBIGUOUS", { run: wanted, matches: listNames(matches) });
  if (matches.length === 0) {
    throw fail("STORE_RUN_UNKNOWN", { run: wanted, suggestion: suggestion(wanted, ids), known: listNames(ids, 5) });
  }
  return await store.records.selectFrom("runs").selectAll().where("id", "=", matches[0]!).executeTakeFirstOrThrow();
}

/** Runs, newest first. `limit` default: all. */
export async function listRuns(
  store: Store,
  filter: { readonly workflow?: string; readonly status?: RunStatus; readonly limit?: number } = {},
): Promise<RunRow[]> {
  let query = store.records.selectFrom("runs").selectAll().orderBy("seq", "desc");
  if (filter.workflow !== undefined) query = query.where("workflow", "=", filter.workflow);
  if (filter.status !== undefined) query = query.where("status", "=", filter.status);
  if (filter.limit !== undefined) query = query.limit(filter.limit);
  return await query.execute();
}

/** Runs of a workflow that have not ended: under way, or left by a process that is gone (see their claims). Oldest first. */
export async function runningRuns(store: Store, workflow: string): Promise<RunRow[]> {
  return (await listRuns(store, { workflow, status: "running" })).reverse();
}

/** The steps of a run in the order in which they began. */
export async function stepsOf(store: Store, run: string): Promise<StepRow[]> {
  return await store.records.selectFrom("steps").selectAll().where("run", "=", run).orderBy("position").execute();
}

/** What a step with exactly this key made, if one was ever executed. Its artifacts may be gone: see `intact`. */
export async function stepResult(store: Store, key: string): Promise<StepResult | undefined> {
  const row = await store.records.selectFrom("step_results").selectAll().where("key", "=", key).executeTakeFirst();
  return row === undefined ? undefined : { ...row, outputs: JSON.parse(row.outputs) };
}

/** The newest execution of a step of a workflow's graph: what a changed step is compared with. */
export async function latestStepResult(
  store: Store,
  workflow: string,
  instance: string,
): Promise<StepResult | undefined> {
  const row = await store.records
    .selectFrom("step_results")
    .selectAll()
    .where("workflow", "=", workflow)
    .where("instance", "=", instance)
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : { ...row, outputs: JSON.parse(row.outputs) };
}

/** Names of the registered models, in order of code units. */
export async function listModels(store: Store): Promise<string[]> {
  const rows = await store.records.selectFrom("versions").select("model").distinct().orderBy("model").execute();
  return rows.map(({ model }) => model);
}

/** The versions of a model, oldest first; none for an unknown model. @param version only this one */
export async function versionsOf(store: Store, model: string, version?: number): Promise<VersionRow[]> {
  const query = store.records.selectFrom("versions").selectAll().where("model", "=", model).orderBy("version");
  return await (version === undefined ? query : query.where("version", "=", version)).execute();
}

/** The aliases of a model, by name. */
export async function aliasesOf(store: Store, model: string): Promise<AliasRow[]> {
  return await store.records.selectFrom("aliases").selectAll().where("model", "=", model).orderBy("alias").execute();
}

/**
 * The version that a reference names: "churn" (its champion, else its newest), "churn@3", "churn@staging".
 * @throws STORE_MODEL_UNKNOWN, STORE_VERSION_UNKNOWN
 */
export async function resolveModel(store: Store, reference: string): Promise<VersionRow> {
  const at = reference.lastIndexOf("@");
  const [model, wanted] = at < 0 ? [reference, ""] : [reference.slice(0, at), reference.slice(at + 1)];
  const versions = await versionsOf(store, model);
  if (versions.length === 0) {
    const known = await listModels(store);
    throw fail("STORE_MODEL_UNKNOWN", { model, suggestion: suggestion(model, known), known: listNames(known) });
  }
  const aliases = await aliasesOf(store, model);
  const champion = aliases.find(({ alias }) => alias === "champion");
  const number =
    at < 0
      ? (champion ?? versions.at(-1)!).version
      : /^\d+$/.test(wanted)
        ? Number(wanted)
        : aliases.find(({ alias }) => alias === wanted)?.version;
  const found = versions.find(({ version }) => version === number);
  if (found !== undefined) return found;
  const known = [...aliases.map(({ alias }) => alias), ...versions.map(({ version }) => `${version}`)];
  throw fail("STORE_VERSION_UNKNOWN", {
    model,
    version: wanted,
    suggestion: suggestion(wanted, known),
    known: listNames(known),
  });
}
