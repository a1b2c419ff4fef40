import { type IntervalRecord, listRuns, type Store } from "../store/index.ts";

/** What `millrace ls` shows. Plain data. */
export interface Listing {
  readonly models: readonly ListedModel[];
  /** Newest first. */
  readonly runs: readonly ListedRun[];
}

/** A model with all its versions. */
export interface ListedModel {
  readonly name: string;
  /** Newest first. */
  readonly versions: readonly ListedVersion[];
}

/** A version with the aliases that point at it and what it is worth. */
export interface ListedVersion {
  readonly version: number;
  readonly digest: string;
  /** Null for an imported model. */
  readonly run: string | null;
  readonly aliases: readonly string[];
  readonly metrics: Readonly<Record<string, IntervalRecord>>;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly registeredAt: number;
}

/** A run, under way or ended. */
export interface ListedRun {
  readonly id: string;
  readonly workflow: string;
  readonly status: "running" | "succeeded" | "failed" | "cancelled";
  readonly verdict: "pass" | "fail" | "insufficient" | null;
  readonly note: string | null;
  readonly tags: readonly string[];
  readonly startedAt: number;
  readonly durationMs: number | null;
}

/** Every model with its versions and aliases (models by name), and the newest runs. @param options `runs`: how many, default 20 */
export async function listing(store: Store, options: { readonly runs?: number } = {}): Promise<Listing> {
  const { records } = store;
  const versions = await records
    .selectFrom("versions")
    .selectAll()
    .orderBy("model")
    .orderBy("version", "desc")
    .execute();
  const aliases = await records.selectFrom("aliases").selectAll().orderBy("alias").execute();
  const runs = await listRuns(store, { limit: options.runs ?? 20 });
  const names = [...new Set(versions.map((version) => version.model))];
  return {
    models: names.map((name) => ({
      name,
      versions: versions
        .filter((row) => row.model === name)
        .map((row) => ({
          version: row.version,
          digest: row.digest,
          run: row.run,
          aliases: aliases.filter((one) => one.model === name && one.version === row.version).map((one) => one.alias),
          metrics: JSON.parse(row.metrics) as Record<string, IntervalRecord>,
          registeredAt: row.created_at,
        })),
    })),
    runs: runs.map((run) => ({
      id: run.id,
      workflow: run.workflow,
      status: run.status,
      verdict: run.verdict,
      note: run.note,
      tags: JSON.parse(run.tags) as string[],
      startedAt: run.started_at,
      durationMs: run.duration_ms,
    })),
  };
}
