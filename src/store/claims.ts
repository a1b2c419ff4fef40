import { type Kysely, sql, type Transaction } from "kysely";
import type { Clock } from "../clock.ts";
import { fail } from "../errors/index.ts";
import type { ClaimRow, Database } from "./database.ts";
import { backoffMs, pause } from "./pause.ts";
import { describeProcess, isAlive, type ProcessIdentity, thisProcess, uniqueName } from "./process-identity.ts";
import type { Claim, Store } from "./store.ts";

/** How long a claim lasts without being renewed. */
export const defaultClaimMs = 30_000;
/** No claim lasts longer: a time further away was written before the clock was set back. */
const longestClaimMs = 10 * 60_000;

/** The claims that this process holds in one home. */
export interface Claims {
  claim(key: string, ttlMs?: number): ReturnType<Store["claim"]>;
  releaseAll(): Promise<void>;
}

/** Takes part in the claims of a home; `write` runs a function in an immediate transaction. */
export function openClaims(
  write: <T>(body: (tx: Transaction<Database>) => Promise<T>) => Promise<T>,
  clock: Clock,
): Claims {
  const held = new Set<HeldClaim>();
  return {
    async claim(key, ttlMs = defaultClaimMs) {
      const lasting = Math.min(Math.max(ttlMs, 100), longestClaimMs);
      const taken = await write((tx) => takeClaim(tx, key, lasting, clock.now()));
      if (!taken.claimed) return taken;
      const claim = new HeldClaim({ row: taken.row, ttlMs: lasting, write, clock, onEnd: () => held.delete(claim) });
      held.add(claim);
      return { claimed: true, claim };
    },
    async releaseAll() {
      for (const claim of [...held]) {
        // Where the disk refuses even this, the claim ends with this process or its time.
        await claim.release().catch(() => {});
      }
    },
  };
}

/** Refuses a write under a claim that another owner took over. @throws STORE_CLAIM_LOST */
export async function requireClaim(tx: Kysely<Database>, claim: Claim): Promise<void> {
  const row = await tx.selectFrom("claims").selectAll().where("key", "=", claim.key).executeTakeFirst();
  if (row?.token === claim.token) return;
  const holder = row === undefined ? "it was released" : `${holderOf(row)} took it over with token ${row.token}`;
  throw fail("STORE_CLAIM_LOST", { key: claim.key, token: claim.token, holder });
}

/**
 * Waits until `key` can be claimed. `onWait` hears who holds it, once for each holder.
 * @throws STORE_CLAIM_TIMEOUT after `timeoutMs` (default 10 minutes); the signal's reason when aborted
 */
export async function waitForClaim(
  store: Store,
  key: string,
  options: {
    readonly ttlMs?: number;
    readonly timeoutMs?: number;
    readonly signal?: AbortSignal;
    readonly onWait?: (holder: string) => void;
  } = {},
): Promise<Claim> {
  const { ttlMs = defaultClaimMs, timeoutMs = 10 * 60_000, signal, onWait } = options;
  const start = store.clock.monotonicMs();
  let told = "";
  for (let attempt = 5; ; attempt++) {
    signal?.throwIfAborted();
    const answer = await store.claim(key, ttlMs);
    if (answer.claimed) return answer.claim;
    if (answer.holder !== told) onWait?.((told = answer.holder));
    const waitedMs = store.clock.monotonicMs() - start;
    if (waitedMs >= timeoutMs) throw fail("STORE_CLAIM_TIMEOUT", { key, holder: answer.holder, waitedMs });
    await pause(Math.min(backoffMs(attempt, 1000), Math.max(1, timeoutMs - waitedMs)), signal);
  }
}

type Taken =
  | { readonly claimed: true; readonly row: ClaimRow }
  | { readonly claimed: false; readonly holder: string; readonly untilMs: number };

async function takeClaim(tx: Transaction<Database>, key: string, ttlMs: number, now: number): Promise<Taken> {
  const current = await tx.selectFrom("claims").selectAll().where("key", "=", key).executeTakeFirst();
  if (current !== undefined && !isFree(current, now)) {
    return { claimed: false, holder: holderOf(current), untilMs: current.until };
  }
  const { last } = await tx
    .updateTable("claim_tokens")
    .set({ last: sql<number>`last + 1` })
    .where("id", "=", 1)
    .returning("last")
    .executeTakeFirstOrThrow();
  const row = { key, owner: ownerText(), token: last, until: now + ttlMs };
  await tx.deleteFrom("claims").where("key", "=", key).execute();
  await tx.insertInto("claims").values(row).execute();
  return { claimed: true, row };
}

/** Over time, or the owner is known to be gone. */
function isFree(row: ClaimRow, now: number): boolean {
  const owner = ownerOf(row);
  const alive = owner === undefined ? "unknown" : isAlive(owner);
  const isFromTheFuture = alive === "unknown" && row.until > now + longestClaimMs;
  return alive === false || row.until <= now || isFromTheFuture;
}

class HeldClaim implements Claim {
  readonly key: string;
  readonly token: number;
  readonly signal: AbortSignal;
  readonly #row: ClaimRow;
  readonly #ttlMs: number;
  readonly #write: Parameters<typeof openClaims>[0];
  readonly #clock: Clock;
  readonly #onEnd: () => void;
  readonly #lost = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #renewing: Promise<void> | undefined;
  #renewedAt: number;

  constructor(options: {
    row: ClaimRow;
    ttlMs: number;
    write: Parameters<typeof openClaims>[0];
    clock: Clock;
    onEnd: () => void;
  }) {
    this.#row = options.row;
    this.key = options.row.key;
    this.token = options.row.token;
    this.signal = this.#lost.signal;
    this.#ttlMs = options.ttlMs;
    this.#write = options.write;
    this.#clock = options.clock;
    this.#onEnd = options.onEnd;
    this.#renewedAt = options.clock.monotonicMs();
    this.#timer = setInterval(() => this.#renewOnce(), options.ttlMs / 3);
    this.#timer.unref();
  }

  async release(): Promise<void> {
    this.#end();
    await this.#renewing;
    await this.#write((tx) =>
      tx.deleteFrom("claims").where("key", "=", this.key).where("token", "=", this.token).execute(),
    );
  }

  #renewOnce(): void {
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = undefined;
    });
  }

  async #renew(): Promise<void> {
    const startedAt = this.#clock.monotonicMs();
    try {
      const { numUpdatedRows } = await this.#write((tx) =>
        tx
          .updateTable("claims")
          .set({ until: this.#clock.now() + this.#ttlMs })
          .where("key", "=", this.key)
          .where("token", "=", this.token)
          .executeTakeFirst(),
      );
      if (numUpdatedRows > 0n) this.#renewedAt = startedAt;
      else this.#lose("another owner took it over");
    } catch (error) {
      // A full disk may have room again before the claim's time is over.
      if (this.#clock.monotonicMs() - this.#renewedAt >= this.#ttlMs) {
        this.#lose(`it could not be renewed: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }

  #lose(holder: string): void {
    if (this.signal.aborted) return;
    this.#end();
    this.#lost.abort(fail("STORE_CLAIM_LOST", { key: this.key, token: this.#row.token, holder }));
  }

  #end(): void {
    clearInterval(this.#timer);
    this.#onEnd();
  }
}

function ownerText(): string {
  return JSON.stringify({ ...thisProcess, claim: uniqueName() });
}

function ownerOf(row: ClaimRow): ProcessIdentity | undefined {
  try {
    const { host, machine, pid, started } = JSON.parse(row.owner) as ProcessIdentity;
    return { host, machine, pid, started };
  } catch {
    return undefined;
  }
}

function holderOf(row: ClaimRow): string {
  const owner = ownerOf(row);
  return owner === undefined ? "an unknown process" : describeProcess(owner);
}
