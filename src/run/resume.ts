import { fail } from "../errors/index.ts";
import { type Actor, type Claim, runningRuns, type Store } from "../store/index.ts";

/** What must be the same for an interrupted run to go on. */
export interface RunIdentity {
  readonly workflow: string;
  readonly declaration: string;
  readonly code: string;
  readonly millrace: string;
}

/**
 * Finds a run of this workflow whose process is gone. One with the same declaration and code is claimed to go on with;
 * others are closed as failed, because nobody will ever finish them.
 */
export async function claimInterrupted(
  store: Store,
  identity: RunIdentity,
  actor: Actor,
): Promise<{ run: string; claim: Claim } | null> {
  let resumed: { run: string; claim: Claim } | null = null;
  for (const row of await runningRuns(store, identity.workflow)) {
    const answer = await store.claim(`run:${row.id}`);
    // Someone is at work on it.
    if (!answer.claimed) continue;
    const same =
      row.declaration === identity.declaration && row.code === identity.code && row.millrace === identity.millrace;
    if (same && resumed === null) {
      resumed = { run: row.id, claim: answer.claim };
      continue;
    }
    const error = fail("RUN_INTERRUPTED", { run: row.id });
    await store.commit(
      {
        type: "run.finished",
        subject: { kind: "workflow", name: row.workflow },
        run: row.id,
        cause: row.seq,
        actor,
        body: {
          status: "failed",
          verdict: null,
          error: { code: error.code, message: error.message, fix: error.fix },
          result: null,
          durationMs: 0,
        },
      },
      answer.claim,
    );
    await answer.claim.release();
  }
  return resumed;
}
