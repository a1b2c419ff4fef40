import { createHash } from "node:crypto";
import { sql, type Transaction } from "kysely";
import { fail } from "../../errors/index.ts";
import { canonicalJson } from "../../ml/index.ts";
import type { EventRow } from "../database.ts";
import { bodyColumns, type EventContent, genesisHash, sealRow } from "../event-chain.ts";
import { LogConversion, type OldEvent } from "./convert-events.ts";
import type { Migration, MigrationContext } from "./migration.ts";

const oldTables = [
  "runs",
  "steps",
  "step_results",
  "trials",
  "checks",
  "gates",
  "versions",
  "aliases",
  "alerts",
] as const;

/**
 * Events get subject, cause, version, an actor who is a person or a duty, and a salted hash; from and to leave the log;
 * an import is no longer a run. The old log is verified, carried over, and the new one begins with the old one's last hash.
 */
export const subjects: Migration = {
  id: "0002-subjects",
  statements: [
    "alter table events rename to old_events",
    "drop index events_of_run",
    "drop index events_of_type",
    ...oldTables.map((table) => `drop table ${table}`),
    `create table events (
      seq integer primary key, at integer not null, type text not null, v integer not null, subject_kind text not null,
      subject text not null, run text, cause integer, actor_kind text not null, actor text not null, body text not null,
      text text, salt text, text_hash text not null, previous_hash text not null, hash text not null)`,
    "create index events_by_run on events (run, seq)",
    "create index events_by_type on events (type, seq)",
    "create index events_by_subject on events (subject_kind, subject, seq)",
    "create index events_by_subject_and_type on events (subject_kind, subject, type, seq)",
    // Claims end by the monotonic time of their owner's machine, too.
    "alter table claims add column until_ms real",
    "create table record_tables (name text primary key, v integer not null, shape text not null)",
    `create table answers (
      key text primary key, request text not null, answer text not null, first_seq integer not null, last_seq integer not null,
      at integer not null)`,
    "create index answers_by_time on answers (at)",
  ],
  async convert(tx, context) {
    await carryOver(tx, context);
    await sql`drop table old_events`.execute(tx);
  },
};

const pageSize = 1000;

async function carryOver(tx: Transaction<unknown>, context: MigrationContext): Promise<void> {
  const head = await verifyOldLog(tx, context.home);
  if (head.seq === 0) return;
  const conversion = new LogConversion();
  let last = { seq: 0, hash: head.hash };
  const append = async (content: EventContent): Promise<void> => {
    const row = sealRow(content, context.salt(), last.hash);
    await insertEvent(tx, row);
    last = row;
  };
  for await (const event of oldEvents(tx)) {
    for (const content of conversion.convert(event, last.seq + 1)) await append(content);
  }
  const body = { from: "0001-first", to: "0002-subjects", events: head.seq, head: head.hash };
  await append({
    ...{ seq: last.seq + 1, at: context.at, type: "home.migrated", v: 1, subject_kind: "home", subject: "home" },
    ...{ run: null, cause: null, actor_kind: "duty", actor: "migration" },
    ...bodyColumns({ type: "home.migrated", body }, []),
  });
}

/** The old log's last event. @throws STORE_LOG_BROKEN: what was changed by hand isn't made to look whole */
async function verifyOldLog(tx: Transaction<unknown>, home: string): Promise<{ seq: number; hash: string }> {
  let last = { seq: 0, hash: genesisHash };
  for await (const row of oldEvents(tx)) {
    const isNext = row.seq === last.seq + 1 && row.previous_hash === last.hash;
    if (!isNext || row.hash !== oldHash(row)) {
      throw fail("STORE_LOG_BROKEN", { home, seq: row.seq, reason: "its content does not match its hash" });
    }
    last = row;
  }
  return last;
}

function oldHash(row: OldEvent): string {
  const { seq, at, type, run, from_participant, to_participant, actor, body, previous_hash } = row;
  const said = { seq, at, type, run, from_participant, to_participant, actor, body };
  return `sha256:${createHash("sha256").update(previous_hash).update("\n").update(canonicalJson(said)).digest("hex")}`;
}

async function* oldEvents(tx: Transaction<unknown>): AsyncGenerator<OldEvent> {
  for (let since = 0; ; ) {
    const { rows } = await sql<OldEvent>`
      select * from old_events where seq > ${since} order by seq limit ${pageSize}`.execute(tx);
    yield* rows;
    if (rows.length < pageSize) return;
    since = rows.at(-1)!.seq;
  }
}

async function insertEvent(tx: Transaction<unknown>, row: EventRow): Promise<void> {
  const columns = sql.join(Object.keys(row).map((column) => sql.ref(column)));
  await sql`insert into events (${columns}) values (${sql.join(Object.values(row))})`.execute(tx);
}
