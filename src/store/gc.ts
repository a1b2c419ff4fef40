import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { waitForClaim } from "./claims.ts";
import { diskTimeMs } from "./disk-time.ts";
import { type Actor, homeSubject } from "./events/index.ts";
import { type HomeStore, homeStore } from "./open-store.ts";
import { artifactNeeds } from "./references.ts";
import type { Claim, Store } from "./store.ts";

/** What to keep. */
export interface CollectOptions {
  /** Drop what is least recently used until all artifacts together are no larger than this. */
  readonly budgetBytes?: number | undefined;
  /** Keep what a run used within so many days. Default: 30 without a budget, 0 with one. */
  readonly keepDays?: number | undefined;
  /** Say what would go, and touch nothing. */
  readonly dryRun?: boolean | undefined;
  /** Who collects, for the log. */
  readonly actor: Actor;
}

/** An artifact that was (or would be) dropped, and why. */
export interface Collected {
  readonly digest: string;
  readonly sizeBytes: number;
  readonly why: "nothing refers to it" | "over the budget" | "not used for long";
}

/** What a collection did. */
export interface CollectReport {
  readonly dryRun: boolean;
  readonly collected: readonly Collected[];
  readonly collectedBytes: number;
  readonly keptArtifacts: number;
  readonly keptBytes: number;
  /** What stays above the budget because versions, aliases or running work need it. */
  readonly overBudgetBytes: number;
}

/** Backup and collection exclude each other: neither sees an artifact go while it's copied. */
export const collectionClaim = "collection";

const dayMs = 24 * 3600 * 1000;
/** Something may be about to refer to what was written or used this recently. */
const freshMs = 3600 * 1000;

/**
 * Drops artifacts that nothing needs any more, the least recently used first. What a version (with its whole run, to
 * reproduce it), a run under way or the last hour needs is never dropped. Safe while runs go on.
 * @throws STORE_CLAIM_TIMEOUT where another collection or a backup goes on
 */
export async function collectGarbage(store: Store, options: CollectOptions): Promise<CollectReport> {
  const home = homeStore(store);
  if (options.dryRun === true) return report(options, await plan(home, options));
  const claim = await waitForClaim(store, collectionClaim);
  try {
    const planned = await plan(home, options);
    const gone = await sweep(home, planned.drop);
    await collectTasks(home, options.keepDays ?? 30);
    if (gone.length > 0) await noteCollection(store, gone, options.actor, claim);
    return report(options, { ...planned, drop: gone });
  } finally {
    await claim.release();
  }
}

interface Plan {
  readonly drop: readonly Collected[];
  readonly artifacts: number;
  readonly bytes: number;
}

async function plan(home: HomeStore, options: CollectOptions): Promise<Plan> {
  const now = home.platform.clock.now();
  const fresh = now - freshMs;
  const sizes = new Map<string, number>();
  // Listed before the log is read: what is written later isn't in the list, so isn't judged.
  for await (const { digest, sizeBytes } of home.artifacts.list()) sizes.set(digest, sizeBytes);
  const needs = await artifactNeeds(home, home.artifacts);
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);

  const droppable: { digest: string; sizeBytes: number; need: number }[] = [];
  for (const [digest, sizeBytes] of sizes) {
    const need = needs.get(digest) ?? 0;
    if (need !== Infinity && ((await home.artifacts.lastUsedMs(digest)) ?? fresh) < fresh) {
      droppable.push({ digest, sizeBytes, need });
    }
  }
  droppable.sort((a, b) => a.need - b.need || (a.digest < b.digest ? -1 : 1));
  const oldSeq = await lastSeqBefore(home, now - (options.keepDays ?? defaultKeepDays(options)) * dayMs);
  return { drop: choose(droppable, bytes, oldSeq, options.budgetBytes), artifacts: sizes.size, bytes };
}

function choose(
  droppable: readonly { digest: string; sizeBytes: number; need: number }[],
  bytes: number,
  oldSeq: number,
  budgetBytes: number | undefined,
): Collected[] {
  const drop: Collected[] = [];
  let left = bytes;
  for (const { digest, sizeBytes, need } of droppable) {
    const isOld = need <= oldSeq;
    const isOver = budgetBytes !== undefined && left > budgetBytes;
    if (need > 0 && !(isOld && (budgetBytes === undefined || isOver))) continue;
    const why = need === 0 ? "nothing refers to it" : isOver ? "over the budget" : "not used for long";
    drop.push({ digest, sizeBytes, why });
    left -= sizeBytes;
  }
  return drop;
}

function defaultKeepDays({ budgetBytes }: CollectOptions): number {
  return budgetBytes === undefined ? 30 : 0;
}

/** The last event not after a time; order is the log's, so a clock that jumped back doesn't make old things young. */
async function lastSeqBefore(home: HomeStore, beforeMs: number): Promise<number> {
  const { seq } = await home.records
    .selectFrom("events")
    .select((eb) => eb.fn.max<number | null>("seq").as("seq"))
    .where("at", "<=", beforeMs)
    .executeTakeFirstOrThrow();
  return seq ?? 0;
}

async function sweep(home: HomeStore, drop: readonly Collected[]): Promise<Collected[]> {
  const gone: Collected[] = [];
  for (const artifact of drop) {
    if (await home.artifacts.removeUnused(artifact.digest, home.platform.clock.now() - freshMs)) gone.push(artifact);
  }
  return gone;
}

/** Results of single tasks only save time when an interrupted step goes on. */
async function collectTasks(home: HomeStore, keepDays: number): Promise<void> {
  const folder = join(home.home, "tasks");
  const now = await diskTimeMs(home.folder, home.platform).catch(() => Number.NEGATIVE_INFINITY);
  const before = now - Math.max(keepDays * dayMs, freshMs);
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of names) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && found.mtimeMs < before) await rm(path, { force: true });
  }
}

async function noteCollection(store: Store, gone: readonly Collected[], actor: Actor, claim: Claim): Promise<void> {
  const body = { artifacts: gone.length, sizeBytes: total(gone) };
  await store.commit({ type: "store.collected", subject: homeSubject, run: null, actor, body }, claim);
}

function report(options: CollectOptions, { drop, artifacts, bytes }: Plan): CollectReport {
  const collectedBytes = total(drop);
  const keptBytes = bytes - collectedBytes;
  return {
    dryRun: options.dryRun === true,
    collected: drop,
    collectedBytes,
    keptArtifacts: artifacts - drop.length,
    keptBytes,
    overBudgetBytes: options.budgetBytes === undefined ? 0 : Math.max(0, keptBytes - options.budgetBytes),
  };
}

function total(artifacts: readonly Collected[]): number {
  return artifacts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}
