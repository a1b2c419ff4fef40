import { type Kysely, sql, type Transaction } from "kysely";
import { fail } from "../errors/index.ts";
import { describeProcess, type Platform, type ProcessIdentity } from "../platform/index.ts";
import type { ClaimRenewal, RenewableClaim } from "./claim-renewal/index.ts";
import type { ClaimRow, Database } from "./database.ts";
import { backoffMs } from "./pause.ts";
import type { Claim, ClaimAnswer, ClaimOptions, Store } from "./store.ts";

/** How long a claim lasts without being renewed. */
const defaultTtlMs = 30_000;
/** How long the main thread of a claim's owner may be busy in one piece before the claim is left to others. */
const defaultStallMs = 10 * 60_000;
/** No stall can be told more finely: the main thread ticks a few times in this. */
const shortestStallMs = 500;
/**
 * No claim lasts longer. A time further away was written before the wall clock was set back, or (monotonic) in an earlier
 * boot on a system that doesn't name its boots.
 */
const longestClaimMs = 10 * 60_000;

/** The claims that this process holds in one home. */
export interface Claims {
  claim(key: string, options?: ClaimOptions): Promise<ClaimAnswer>;
  /** Stops renewing and releases what is held. */
  close(): Promise<void>;
  /** Stops renewing; what is held ends with this process or its time: for a store that can't write any more. */
  abandon(): Promise<void>;
}

/** What the claims of a home need. */
export interface ClaimsOptions {
  /** Runs a function in an immediate transaction. */
  readonly write: <T>(body: (tx: Transaction<Database>) => Promise<T>) => Promise<T>;
  readonly platform: Platform;
  readonly renewal: ClaimRenewal;
}

/** Takes part in the claims of a home. */
export function openClaims(options: ClaimsOptions): Claims {
  const { write, platform, renewal } = options;
  const held = new Set<HeldClaim>();
  return {
    async claim(key, { ttlMs = defaultTtlMs, stallMs = defaultStallMs } = {}) {
      const lasting = Math.min(Math.max(ttlMs, 100), longestClaimMs);
      await renewal.prepare(lasting);
      const taken = await write((tx) => takeClaim(tx, key, lasting, platform));
      if (!taken.claimed) return taken;
      const { row, renewedAtMs } = taken;
      const times = { ttlMs: lasting, stallMs: Math.max(stallMs, shortestStallMs), renewedAtMs };
      const claim = new HeldClaim(row, times, options, () => held.delete(claim));
      held.add(claim);
      renewal.start(claim);
      return { claimed: true, claim };
    },
    async close() {
      await renewal.close();
      for (const claim of [...held]) {
        // Where the disk refuses even this, the claim ends with this process or its time.
        await claim.release().catch(() => {});
      }
    },
    abandon: () => renewal.close(),
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
  options: ClaimOptions & {
    readonly timeoutMs?: number;
    readonly signal?: AbortSignal;
    readonly onWait?: (holder: string) => void;
  } = {},
): Promise<Claim> {
  const { timeoutMs = 10 * 60_000, signal, onWait } = options;
  const { machine, random } = store.platform;
  const start = machine.elapsedMs();
  let told = "";
  for (let attempt = 5; ; attempt++) {
    signal?.throwIfAborted();
    const answer = await store.claim(key, options);
    if (answer.claimed) return answer.claim;
    if (answer.holder !== told) onWait?.((told = answer.holder));
    const waitedMs = machine.elapsedMs() - start;
    if (waitedMs >= timeoutMs) throw fail("STORE_CLAIM_TIMEOUT", { key, holder: answer.holder, waitedMs });
    await machine.after(Math.min(backoffMs(attempt, 1000, random), Math.max(1, timeoutMs - waitedMs)), signal);
  }
}

type Taken =
  | { readonly claimed: true; readonly row: ClaimRow; readonly renewedAtMs: number }
  | Extract<ClaimAnswer, { claimed: false }>;

async function takeClaim(
  tx: Transaction<Database>,
  key: string,
  ttlMs: number,
  { clock, machine, processes, random }: Platform,
): Promise<Taken> {
  const now: Now = { wallMs: clock.now(), elapsedMs: machine.elapsedMs() };
  const current = await tx.selectFrom("claims").selectAll().where("key", "=", key).executeTakeFirst();
  if (current !== undefined) {
    const leftMs = timeLeft(current, now, processes);
    if (leftMs > 0) return { claimed: false, holder: holderOf(current), untilMs: now.wallMs + leftMs };
  }
  const { last } = await tx
    .updateTable("claim_tokens")
    .set({ last: sql<number>`last + 1` })
    .where("id", "=", 1)
    .returning("last")
    .executeTakeFirstOrThrow();
  const owner = JSON.stringify({ ...processes.self, claim: random.name() });
  const row = { key, owner, token: last, until: now.wallMs + ttlMs, until_ms: now.elapsedMs + ttlMs };
  await tx.deleteFrom("claims").where("key", "=", key).execute();
  await tx.insertInto("claims").values(row).execute();
  return { claimed: true, row, renewedAtMs: now.elapsedMs };
}

interface Now {
  readonly wallMs: number;
  readonly elapsedMs: number;
}

/**
 * How long the claim still holds, milliseconds; 0 where it is free. By monotonic time where the owner is on this machine,
 * by the wall clock where it is elsewhere; not at all where its process is known to be gone.
 */
function timeLeft(row: ClaimRow, now: Now, processes: Platform["processes"]): number {
  const owner = ownerOf(row);
  const alive = owner === undefined ? "unknown" : processes.isAlive(owner);
  if (alive === false) return 0;
  const leftMs = alive === true && row.until_ms !== null ? row.until_ms - now.elapsedMs : row.until - now.wallMs;
  return leftMs > longestClaimMs ? 0 : Math.max(0, leftMs);
}

class HeldClaim implements Claim, RenewableClaim {
  readonly key: string;
  readonly token: number;
  readonly signal: AbortSignal;
  readonly ttlMs: number;
  readonly stallMs: number;
  readonly renewedAtMs: number;
  readonly #options: ClaimsOptions;
  readonly #onEnd: () => void;
  readonly #lost = new AbortController();

  constructor(
    { key, token }: ClaimRow,
    times: Pick<RenewableClaim, "ttlMs" | "stallMs" | "renewedAtMs">,
    options: ClaimsOptions,
    onEnd: () => void,
  ) {
    this.key = key;
    this.token = token;
    this.signal = this.#lost.signal;
    this.ttlMs = times.ttlMs;
    this.stallMs = times.stallMs;
    this.renewedAtMs = times.renewedAtMs;
    this.#options = options;
    this.#onEnd = onEnd;
  }

  async release(): Promise<void> {
    this.#onEnd();
    await this.#options.renewal.stop(this);
    await this.#options.write((tx) =>
      tx.deleteFrom("claims").where("key", "=", this.key).where("token", "=", this.token).execute(),
    );
  }

  onLost(holder: string): void {
    this.#onEnd();
    this.#lost.abort(fail("STORE_CLAIM_LOST", { key: this.key, token: this.token, holder }));
  }
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
