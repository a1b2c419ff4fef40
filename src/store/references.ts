import type { FolderArtifacts } from "./artifacts.ts";
import { logRows } from "./event-log.ts";
import type { EventType } from "./events/index.ts";
import type { Store } from "./store.ts";

/** How much an artifact is needed: the sequence number of the last event that mentions it, or Infinity. */
export type Need = ReadonlyMap<string, number>;

/** JSON larger than this is data, and isn't searched for digests of other artifacts. */
const documentBytes = 4 * 1024 * 1024;

/** Events whose every artifact is kept: models, however they came into the home. */
const lastingTypes: ReadonlySet<string> = new Set<EventType>([
  "version.registered",
  "version.registeredAgain",
  "model.imported",
]);

/**
 * What refers to each digest. Infinity: a version, a run under way or any run's own documents (declaration, code, result)
 * need it; else the newest event that mentions it, itself or through a JSON artifact that names it.
 */
export async function artifactNeeds(store: Store, artifacts: FolderArtifacts): Promise<Need> {
  const lasting = await lastingRuns(store);
  const mentions = new Map<string, number>();
  for await (const row of logRows(store.records)) {
    const need = lastingTypes.has(row.type) || lasting.has(row.run ?? "") ? Infinity : row.seq;
    for (const digest of digestsIn(row.body)) raise(mentions, digest, need);
  }
  const needs = await withDocuments(mentions, artifacts);
  for (const digest of await runDocuments(store)) needs.set(digest, Infinity);
  return needs;
}

/** "sha256:<hex>" wherever it stands in a text. */
export function digestsIn(text: string): string[] {
  return text.match(/sha256:[0-9a-f]{64}/g) ?? [];
}

/** Runs whose every artifact is kept: those that made a version (to reproduce it) and those under way. */
async function lastingRuns(store: Store): Promise<Set<string>> {
  const made = await store.records.selectFrom("registrations").select("run").distinct().execute();
  const running = await store.records.selectFrom("runs").select("id").where("status", "=", "running").execute();
  return new Set([...made.map(({ run }) => run), ...running.map(({ id }) => id)]);
}

async function runDocuments(store: Store): Promise<string[]> {
  const runs = await store.records.selectFrom("runs").select(["declaration", "code", "result"]).execute();
  return runs.flatMap(({ declaration, code, result }) => [declaration, code, result ?? ""].flatMap(digestsIn));
}

/** Follows digests in JSON artifacts, the most needed first, so that each is read once. */
async function withDocuments(mentions: Map<string, number>, artifacts: FolderArtifacts): Promise<Map<string, number>> {
  const needs = new Map<string, number>();
  const byNeed = [...mentions].sort(([, a], [, b]) => (a === b ? 0 : b - a));
  for (const [root, need] of byNeed) {
    const open = [root];
    for (let digest = open.pop(); digest !== undefined; digest = open.pop()) {
      if (needs.has(digest)) continue;
      needs.set(digest, need);
      open.push(...(await digestsInArtifact(digest, artifacts)));
    }
  }
  return needs;
}

async function digestsInArtifact(digest: string, artifacts: FolderArtifacts): Promise<string[]> {
  const bytes = await artifacts.peek(digest, documentBytes);
  const isJson = bytes !== undefined && (bytes[0] === 0x7b || bytes[0] === 0x5b);
  return isJson ? digestsIn(Buffer.from(bytes).toString("latin1")) : [];
}

function raise(mentions: Map<string, number>, digest: string, need: number): void {
  mentions.set(digest, Math.max(mentions.get(digest) ?? 0, need));
}
