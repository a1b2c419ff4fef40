import type { Kysely, Transaction } from "kysely";
import type { Platform } from "../../platform/index.ts";
import type { Database } from "../database.ts";
import { type ClaimRenewal, type RenewableClaim, renewalsPerTtl } from "./claim-renewal.ts";

/** What a renewal on the same thread writes with. */
export interface InlineRenewalOptions {
  readonly platform: Platform;
  readonly write: <T>(body: (tx: Transaction<Database>) => Promise<T>) => Promise<T>;
}

/**
 * Renews claims on the thread that holds them, in the platform's time: for tests and simulations, whose time a thread can't
 * follow. A main thread that is busy renews nothing, so `stallMs` has no effect.
 */
export function inlineRenewal({ platform, write }: InlineRenewalOptions): ClaimRenewal {
  const held = new Map<number, { readonly stopping: AbortController; readonly ended: Promise<void> }>();
  const stop = async (token: number): Promise<void> => {
    const renewal = held.get(token);
    held.delete(token);
    renewal?.stopping.abort();
    await renewal?.ended;
  };
  return {
    async prepare() {},
    start(claim) {
      const stopping = new AbortController();
      held.set(claim.token, { stopping, ended: renew(claim, platform, write, stopping.signal) });
    },
    stop: ({ token }) => stop(token),
    async close() {
      for (const token of [...held.keys()]) await stop(token);
    },
  };
}

async function renew(
  claim: RenewableClaim,
  { clock, machine }: Platform,
  write: InlineRenewalOptions["write"],
  signal: AbortSignal,
): Promise<void> {
  let renewedAtMs = claim.renewedAtMs;
  for await (const nowMs of machine.every(claim.ttlMs / renewalsPerTtl, signal)) {
    try {
      const isOurs = await write((tx) => extend(tx, claim, { wallMs: clock.now(), elapsedMs: nowMs }));
      if (signal.aborted) return;
      if (!isOurs) return claim.onLost("another owner took it over");
      renewedAtMs = nowMs;
    } catch (error) {
      // A full disk may have room again before the claim's time is over.
      if (machine.elapsedMs() - renewedAtMs < claim.ttlMs) continue;
      return claim.onLost(`it could not be renewed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

async function extend(
  db: Kysely<Database>,
  { key, token, ttlMs }: RenewableClaim,
  now: { readonly wallMs: number; readonly elapsedMs: number },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("claims")
    .set({ until: now.wallMs + ttlMs, until_ms: now.elapsedMs + ttlMs })
    .where("key", "=", key)
    .where("token", "=", token)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
