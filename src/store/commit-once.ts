import type { Transaction } from "kysely";
import { fail } from "../errors/index.ts";
import { canonicalJson } from "../ml/index.ts";
import { digestOf } from "./artifacts.ts";
import { mostCheckpoints } from "./checkpoints.ts";
import type { Database } from "./database.ts";
import { logHead } from "./event-log.ts";
import type { NewEvent, StoredEvent } from "./events/index.ts";
import type { Store } from "./store.ts";

/** How long the answer to an idempotency key is kept. */
const answerLifeMs = 24 * 3_600_000;

/** Longer keys are refused: they are chosen by clients. */
const longestKey = 200;

/** A write that may be asked twice. */
export interface OnceRequest<Answer> {
  /** The client's idempotency key; undefined: every call is a write of its own. */
  readonly key: string | undefined;
  /** All that the write depends on, as plain data: the key stands for exactly this. */
  readonly request: unknown;
  /** Decides as in `commit`, and gives the answer (plain data) with the events. */
  decide(tx: Transaction<Database>): Promise<{ readonly events: readonly NewEvent[]; readonly answer: Answer }>;
}

/** The answer, and the events where this call wrote them. */
export interface OnceResult<Answer> {
  readonly answer: Answer;
  /** False where an earlier call with this key had done it. */
  readonly isNew: boolean;
  readonly events: readonly StoredEvent[];
}

/**
 * Commits unless a request with the same key did within the last 24 hours: then its answer is given again and nothing is
 * written. For writes without a natural key.
 * @throws STORE_KEY_REUSED where the key stood for another request
 */
export async function commitOnce<Answer>(store: Store, once: OnceRequest<Answer>): Promise<OnceResult<Answer>> {
  const { key } = once;
  if (key !== undefined && (key === "" || key.length > longestKey)) {
    throw fail("STORE_VALUE_REFUSED", {
      what: "An idempotency key",
      reason: `it must have 1 to ${longestKey} characters`,
    });
  }
  const request = digestOf(canonicalJson(once.request));
  const now = store.platform.clock.now();
  let result: { answer: Answer; isNew: boolean } | undefined;
  const events = await store.commit(async (tx) => {
    const known = key === undefined ? undefined : await answerOf(tx, key, now);
    if (known !== undefined && known.request !== request) throw fail("STORE_KEY_REUSED", { key: key! });
    if (known !== undefined) {
      result = { answer: JSON.parse(known.answer) as Answer, isNew: false };
      return [];
    }
    const { events, answer } = await once.decide(tx);
    if (key !== undefined) {
      const { seq } = await logHead(tx);
      const range = { first_seq: seq + 1, last_seq: seq + events.length + mostCheckpoints(events.length) };
      await keepAnswer(tx, { key, request, answer: canonicalJson(answer), ...range, at: now });
    }
    result = { answer, isNew: true };
    return events;
  });
  return { ...result!, events };
}

type AnswerRow = Database["answers"];

async function answerOf(tx: Transaction<Database>, key: string, now: number): Promise<AnswerRow | undefined> {
  const row = await tx.selectFrom("answers").selectAll().where("key", "=", key).executeTakeFirst();
  return row !== undefined && row.at > now - answerLifeMs ? row : undefined;
}

/** Old answers go with the first new one: no other process has to clean up. */
async function keepAnswer(tx: Transaction<Database>, row: AnswerRow): Promise<void> {
  await tx
    .deleteFrom("answers")
    .where((eb) => eb.or([eb("at", "<=", row.at - answerLifeMs), eb("key", "=", row.key)]))
    .execute();
  await tx.insertInto("answers").values(row).execute();
}
