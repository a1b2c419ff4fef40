import { fail } from "../errors/index.ts";
import { type Actor, type Claim, type RunRow, runningRuns, type Store } from "../store/index.ts";

/** What must be the same for an interrupted run to go on. */
export interface RunIdentity {
  readonly workflow: string;
  readonly declaration: string;
  readonly code: string;
  readonly millrace: string;
}

/**
 * Finds a run of this workflow whose process is gone. One with the same declaration and code is claimed to go on with;
 * others are closed as failed, because no process will finish them.
 */
export async function claimInterrupted(
  store: Store,
  identity: RunIdentity,
  actor: Actor,
): Promise<InterruptedRun | null> {
  let resumed: InterruptedRun | null = null;
  try {
    for (const row of await runningRuns(store, identity.workflow)) {
      const answer = await store.claim(`run:${row.id}`);
      // Another process is at work on it.
      if (!answer.claimed) continue;
      const { claim } = answer;
      const isSame =
        row.declaration === identity.declaration && row.code === identity.code && row.millrace === identity.millrace;
      if (isSame && resumed === null && (await isRunning(store.records, row.id))) {
        resumed = { run: row.id, started: row.seq, claim };
        continue;
      }
      if (!isSame || resumed !== null) await closeInterrupted(store, row, actor, claim);
      await claim.release();
    }
    return resumed;
  } catch (error) {
    await resumed?.claim.release();
    throw error;
  }
}

/** A run to go on with. */
interface InterruptedRun {
  readonly run: string;
  /** Sequence number of its `run.started`. */
  readonly started: number;
  readonly claim: Claim;
}

/** It may have ended after it was listed: then its process released the claim, and it isn't ours to close. */
async function closeInterrupted(store: Store, row: RunRow, actor: Actor, claim: Claim): Promise<void> {
  const { code, message, fix } = fail("RUN_INTERRUPTED", { run: row.id });
  await store.commit(async (tx) => {
    if (!(await isRunning(tx, row.id))) return [];
    const body = {
      status: "failed",
      verdict: null,
      error: { code, message, fix },
      result: null,
      durationMs: 0,
    } as const;
    const subject = { kind: "workflow", name: row.workflow } as const;
    return [{ type: "run.finished", subject, run: row.id, cause: row.seq, actor, body }];
  }, claim);
}

async function isRunning(db: Pick<Store["records"], "selectFrom">, id: string): Promise<boolean> {
  const row = await db.selectFrom("runs").select("status").where("id", "=", id).executeTakeFirst();
  return row?.status === "running";
}
