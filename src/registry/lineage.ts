import { fail } from "../errors/index.ts";
import {
  type Database,
  type EventBodies,
  type EventOf,
  type EventType,
  type RunRow,
  type StepReason,
  type Store,
  type StoredEvent,
  stepsOf,
  type TriggerKind,
  versionsOf,
} from "../store/index.ts";

/** Where a version comes from, back to the files and the code. Plain data. */
export interface Lineage {
  readonly model: string;
  readonly version: number;
  readonly digest: string;
  /** Digest of the evaluation report. */
  readonly report: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly registeredAt: number;
  /** Where it was imported from; null for a version that a run made. */
  readonly import: {
    readonly file: string;
    readonly fileDigest: string;
    readonly actor: string;
    readonly millrace: string;
    /** Milliseconds since 1970-01-01 UTC. */
    readonly importedAt: number;
  } | null;
  /** Every run that ended in this version, the first one first. */
  readonly registrations: readonly { readonly run: string; readonly registeredAt: number }[];
  /** The run that made it; null for an imported model. */
  readonly run: {
    readonly id: string;
    readonly workflow: string;
    readonly workflowFile: string;
    /** What set it off, and the event that led to it. */
    readonly trigger: { readonly kind: TriggerKind; readonly cause: number | null };
    readonly seed: number;
    readonly note: string | null;
    readonly tags: readonly string[];
    readonly startedAt: number;
  } | null;
  /** Null for an imported model. */
  readonly code: {
    /** Digest of the workflow's module with all that it imports. */
    readonly digest: string;
    readonly declaration: string;
    readonly gitCommit: string | null;
    /** Hash of uncommitted changes; null where there were none, or no repository. */
    readonly gitDirty: string | null;
    readonly node: string;
    readonly millrace: string;
  } | null;
  readonly snapshot: EventBodies["snapshot.taken"] | null;
  readonly split: EventBodies["split.made"] | null;
  readonly candidate: EventBodies["candidate.chosen"] | null;
  /** What the run did, step by step; `from` is the run that a skipped step's outputs were made in. */
  readonly steps: readonly LineageStep[];
}

/** One step of the run that made a version, with the digests of what it made. */
export interface LineageStep {
  /** Its id in the run's graph. */
  readonly step: string;
  readonly key: string;
  readonly cached: boolean;
  readonly outputs: Readonly<Record<string, string>>;
  readonly from: string;
}

/** Version -> run -> steps -> snapshot, split, chosen candidate, sources, code; or version -> imported file. @throws STORE_VERSION_UNKNOWN */
export async function lineage(store: Store, model: string, version: number): Promise<Lineage> {
  const row = await versionOf(store, model, version);
  return {
    model,
    version,
    digest: row.digest,
    report: row.report,
    registeredAt: row.created_at,
    registrations: await registrationsOf(store, model, version),
    import: await importOf(store, model, version),
    ...(row.run === null ? untrained : await training(store, row.digest, row.run)),
  };
}

type Training = Pick<Lineage, "run" | "code" | "snapshot" | "split" | "candidate" | "steps">;

const untrained: Training = { run: null, code: null, snapshot: null, split: null, candidate: null, steps: [] };

/** What the run that made a model did. */
async function training(store: Store, digest: string, id: string): Promise<Training> {
  const run = await store.records.selectFrom("runs").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  const steps = await lineageSteps(store, id);
  const makers = await eventsOfMakers(store, [id, ...steps.map((step) => step.from)]);
  const made = new Set(steps.flatMap((step) => Object.values(step.outputs)));
  const fitted = lastOf(makers, "model.fitted", (event) => event.body.digest === digest);
  return {
    run: describeRun(run),
    code: {
      digest: run.code,
      declaration: run.declaration,
      gitCommit: run.git_commit,
      gitDirty: run.git_dirty,
      node: run.node,
      millrace: run.millrace,
    },
    snapshot: lastOf(makers, "snapshot.taken", (event) => made.has(event.body.digest))?.body ?? null,
    split: lastOf(makers, "split.made", (event) => made.has(event.body.digest))?.body ?? null,
    candidate: lastOf(makers, "candidate.chosen", (event) => event.run === (fitted?.run ?? id))?.body ?? null,
    steps,
  };
}

async function registrationsOf({ records }: Store, model: string, version: number): Promise<Lineage["registrations"]> {
  const rows = await records
    .selectFrom("registrations")
    .select(["run", "registered_at"])
    .where("model", "=", model)
    .where("version", "=", version)
    .orderBy("seq")
    .execute();
  return rows.map(({ run, registered_at }) => ({ run, registeredAt: registered_at }));
}

async function importOf({ records }: Store, model: string, version: number): Promise<Lineage["import"]> {
  const row = await records
    .selectFrom("imports")
    .selectAll()
    .where("model", "=", model)
    .where("version", "=", version)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { file, file_digest, actor, millrace, imported_at } = row;
  return { file, fileDigest: file_digest, actor, millrace, importedAt: imported_at };
}

type Version = Pick<Database["versions"], "digest" | "report" | "created_at" | "run">;

async function versionOf(store: Store, model: string, version: number): Promise<Version> {
  const rows = await versionsOf(store, model);
  const row = rows.find((one) => one.version === version);
  if (row !== undefined) return row;
  const known = rows.length === 0 ? "none" : rows.map((one) => one.version).join(", ");
  throw fail("STORE_VERSION_UNKNOWN", { model, version: String(version), suggestion: "", known });
}

function describeRun(run: RunRow): Lineage["run"] {
  return {
    id: run.id,
    workflow: run.workflow,
    workflowFile: run.workflow_file,
    trigger: { kind: run.trigger, cause: run.cause },
    seed: run.seed,
    note: run.note,
    tags: JSON.parse(run.tags) as string[],
    startedAt: run.started_at,
  };
}

async function lineageSteps(store: Store, run: string): Promise<LineageStep[]> {
  return (await stepsOf(store, run)).map((row) => {
    const why = JSON.parse(row.why) as StepReason | null;
    return {
      step: row.instance,
      key: row.key,
      cached: row.cached === 1,
      outputs: row.outputs === null ? {} : (JSON.parse(row.outputs) as Record<string, string>),
      from: why?.kind === "unchanged" && why.from !== null ? why.from.run : run,
    };
  });
}

const telling = ["snapshot.taken", "split.made", "candidate.chosen", "model.fitted"] as const;

async function eventsOfMakers(store: Store, runs: readonly string[]): Promise<StoredEvent[]> {
  const lists = await Promise.all([...new Set(runs)].map((run) => store.events({ run, types: telling })));
  return lists.flat().sort((a, b) => a.seq - b.seq);
}

function lastOf<T extends EventType>(
  events: readonly StoredEvent[],
  type: T,
  fits: (event: EventOf<T>) => boolean,
): EventOf<T> | undefined {
  return events.filter((event): event is EventOf<T> => event.type === type && fits(event as EventOf<T>)).at(-1);
}
