import { describeRun } from "../run/index.ts";
import {
  aliasesOf,
  findRun,
  listModels,
  listRuns,
  resolveModel,
  type Store,
  type StoredEvent,
  versionsOf,
} from "../store/index.ts";
import { type PortableSpec, portableSpec, type WorkflowSpec } from "../workflow/index.ts";
import type { LifeView, RunView, Subject } from "./subject.ts";

/**
 * What a reference names: a model ("churn": its life; "churn@3": the run that made it), or a run (an id, the start of one,
 * "latest").
 * @throws STORE_RUN_UNKNOWN, STORE_RUN_AMBIGUOUS, STORE_VERSION_UNKNOWN
 */
export async function loadSubject(store: Store, reference: string): Promise<Subject> {
  if ((await listModels(store)).includes(reference)) return lifeSubject(store, reference);
  const run = reference.includes("@") ? (await resolveModel(store, reference)).run : reference;
  const view = await loadRun(store, run);
  const { workflow } = view.story.row;
  return {
    asked: "run",
    name: workflow,
    declaration: view.story.declaration,
    run: view,
    life: await loadLife(store, workflow),
  };
}

/** A workflow as it is declared now, with what its home knows of it. @param store null where there is no home yet */
export async function declarationSubject(spec: WorkflowSpec, store: Store | null): Promise<Subject> {
  const known = store === null ? null : await newestOf(store, spec.name);
  const declaration: PortableSpec = portableSpec(spec);
  return { run: null, life: null, ...known, asked: "declaration", name: spec.name, declaration };
}

async function lifeSubject(store: Store, workflow: string): Promise<Subject> {
  const known = (await newestOf(store, workflow))!;
  return { ...known, asked: "life", name: workflow, declaration: known.run.story.declaration };
}

async function newestOf(store: Store, workflow: string): Promise<{ run: RunView; life: LifeView } | null> {
  const [newest] = await listRuns(store, { workflow, limit: 1 });
  if (newest === undefined) return null;
  return { run: await loadRun(store, newest.id), life: await loadLife(store, workflow) };
}

async function loadRun(store: Store, reference: string): Promise<RunView> {
  const { id } = await findRun(store, reference);
  return { story: await describeRun(store, id), events: await store.events({ run: id }) };
}

async function loadLife(store: Store, workflow: string): Promise<LifeView> {
  const runs = (await listRuns(store, { workflow })).reverse();
  const [ofRuns, elsewhere] = await Promise.all([
    Promise.all(runs.map(({ id }) => store.events({ run: id }))),
    store.events({ types: ["alias.moved", "feedback.given"] }),
  ]);
  const events = new Map<number, StoredEvent>();
  for (const event of [...ofRuns.flat(), ...elsewhere.filter((event) => isOf(event, workflow))]) {
    events.set(event.seq, event);
  }
  return {
    runs,
    versions: await versionsOf(store, workflow),
    aliases: await aliasesOf(store, workflow),
    events: [...events.values()].sort((a, b) => a.seq - b.seq),
  };
}

function isOf(event: StoredEvent, workflow: string): boolean {
  if (event.type === "alias.moved") return event.body.model === workflow;
  return event.type === "feedback.given" && event.body.workflow === workflow;
}
