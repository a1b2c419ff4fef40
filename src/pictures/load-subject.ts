import { decodeModel } from "../ml/index.ts";
import { describeRun } from "../run/index.ts";
import { findRun, listModels, listRuns, resolveModel, type Store, type VersionRow } from "../store/index.ts";
import { type PortableSpec, portableSpec, type WorkflowSpec } from "../workflow/index.ts";
import { defaultFold } from "./diagrams/diagram.ts";
import { diagramTable } from "./diagrams/table.ts";
import { eventsOf } from "./events-of.ts";
import { importedDeclaration } from "./imported-declaration.ts";
import { everyPart, lifeParts } from "./life/life-parts.ts";
import { lifeRecords } from "./life/life-records.ts";
import { type PageObserver, Pages } from "./life/pages.ts";
import type { LifePart, LifeView, RunView, Subject, View } from "./subject.ts";

/** What a subject is loaded for. */
export interface LoadOptions {
  /** The kinds of diagrams that will be drawn of it, and nothing else; default: any diagram and any document. */
  readonly kinds?: readonly string[] | undefined;
  /** The largest fold that they will be drawn with. Default 12. */
  readonly fold?: number | undefined;
  /** Is told how many rows each page of a life had. */
  readonly onPage?: PageObserver | undefined;
}

/**
 * What a reference names: a model ("churn": its life; "churn@3": the run or the import that made it), or a run (an id, the
 * start of one, "latest"). A life is read in pages, between which the event loop turns.
 * @throws STORE_RUN_UNKNOWN, STORE_RUN_AMBIGUOUS, STORE_VERSION_UNKNOWN
 */
export async function loadSubject(store: Store, reference: string, options: LoadOptions = {}): Promise<Subject> {
  if ((await listModels(store)).includes(reference)) return lifeSubject(store, reference, options);
  const version = reference.includes("@") ? await resolveModel(store, reference) : null;
  if (version !== null && version.run === null) return importSubject(store, version, options);
  const run = await loadRun(store, version?.run ?? reference);
  const { declaration, row } = run.story;
  const life = await loadLife(store, { workflow: row.workflow, declaration, asked: "run" }, options);
  return { asked: "run", name: row.workflow, declaration, run, imported: null, life };
}

/** A workflow as it is declared now, with what its home knows of it. @param store null where there is no home yet */
export async function declarationSubject(
  spec: WorkflowSpec,
  store: Store | null,
  options: LoadOptions = {},
): Promise<Subject> {
  const about: About = { workflow: spec.name, declaration: portableSpec(spec), asked: "declaration" };
  const run = store === null ? null : await newestRun(store, spec.name);
  const life = run === null ? null : await loadLife(store!, about, options);
  return { asked: "declaration", name: spec.name, declaration: about.declaration, run, imported: null, life };
}

async function lifeSubject(store: Store, workflow: string, options: LoadOptions): Promise<Subject> {
  const run = await newestRun(store, workflow);
  if (run === null) return importSubject(store, await resolveModel(store, workflow), options);
  const { declaration } = run.story;
  const life = await loadLife(store, { workflow, declaration, asked: "life" }, options);
  return { asked: "life", name: workflow, declaration, run, imported: null, life };
}

/** A version that no run made: its life is all that there is. */
async function importSubject(
  store: Store,
  { model, version, digest }: VersionRow,
  options: LoadOptions,
): Promise<Subject> {
  const events = await store.events({ subject: { kind: "model", name: model }, types: ["model.imported"] });
  const imported = eventsOf(events, "model.imported").find(({ body }) => body.version === version)!;
  const pipeline = decodeModel(await store.artifacts.read(digest));
  const declaration = importedDeclaration(model, imported.body.file, pipeline);
  const life = await loadLife(store, { workflow: model, declaration, asked: "life" }, options);
  return { asked: "life", name: model, declaration, run: null, imported, life };
}

async function newestRun(store: Store, workflow: string): Promise<RunView | null> {
  const [newest] = await listRuns(store, { workflow, limit: 1 });
  return newest === undefined ? null : loadRun(store, newest.id);
}

async function loadRun(store: Store, reference: string): Promise<RunView> {
  const { id } = await findRun(store, reference);
  return { story: await describeRun(store, id), events: await store.events({ run: id }) };
}

/** What a life is loaded of. */
interface About {
  readonly workflow: string;
  readonly declaration: PortableSpec;
  readonly asked: View;
}

async function loadLife(
  store: Store,
  { workflow, declaration, asked }: About,
  options: LoadOptions,
): Promise<LifeView> {
  const { kinds, fold = defaultFold, onPage } = options;
  const { metric } = declaration.problem;
  const source = { store, workflow, metric, fold, pages: new Pages(store.platform.machine, onPage) };
  const records = await lifeRecords(source);
  return { ...records, ...(await lifeParts(source, records, partsFor(kinds, asked))) };
}

/** The parts that diagrams need which will be drawn of the life: those that can't draw what was asked for, too. */
function partsFor(kinds: LoadOptions["kinds"], asked: View): readonly LifePart[] {
  if (kinds === undefined) return everyPart;
  const drawn = diagramTable.filter(
    ({ kind, of }) => kinds.includes(kind) && (asked === "life" || of[asked] === undefined),
  );
  return [...new Set(drawn.flatMap(({ of }) => of.life?.needs ?? []))];
}
