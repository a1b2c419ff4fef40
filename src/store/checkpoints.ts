import type { Kysely } from "kysely";
import { fail } from "../errors/index.ts";
import type { Database } from "./database.ts";
import type { LogEnd } from "./event-chain.ts";
import { type EventBodies, homeSubject, type NewEvent } from "./events/index.ts";
import { MerkleTree } from "./merkle.ts";

/** Every so many events one is a checkpoint: those whose sequence number is a multiple of it. */
export const checkpointEvery = 1000;

/** The most checkpoints that can come before or between so many events of one commit. */
export function mostCheckpoints(events: number): number {
  return Math.ceil(events / (checkpointEvery - 1));
}

type Checkpoint = EventBodies["log.checkpointed"];

/** Whether the event after `last` has to be a checkpoint. */
export function checkpointDue(last: LogEnd): boolean {
  return (last.seq + 1) % checkpointEvery === 0;
}

/** The checkpoint that follows `last`. It reads only the hashes since the checkpoint before it. @throws STORE_EVENT_REFUSED */
export async function checkpointEvent(db: Kysely<Database>, last: LogEnd): Promise<NewEvent> {
  const tree = await treeOfLastCheckpoint(db);
  while (tree.size < last.seq) {
    const rows = await db
      .selectFrom("events")
      .select("hash")
      .where("seq", ">", tree.size)
      .orderBy("seq")
      .limit(checkpointEvery)
      .execute();
    if (rows.length === 0)
      throw fail("STORE_EVENT_REFUSED", { type: "log.checkpointed", reason: "events are missing" });
    for (const { hash } of rows) tree.add(leafOf(hash));
  }
  return {
    type: "log.checkpointed",
    subject: homeSubject,
    run: null,
    actor: { kind: "duty", name: "checkpoint" },
    body: { size: tree.size, root: `sha256:${tree.root()}`, peaks: tree.peaks },
  };
}

/** What is wrong with a checkpoint, given the tree of all events before it; undefined if nothing is. */
export function checkpointFault(checkpoint: Checkpoint, tree: MerkleTree): string | undefined {
  const { size, root, peaks } = checkpoint;
  const isRight = size === tree.size && root === `sha256:${tree.root()}` && peaks.join() === tree.peaks.join();
  return isRight ? undefined : "its Merkle root is not that of the events before it";
}

/** An event's leaf: the bytes of its hash. */
export function leafOf(hash: string): string {
  return hash.slice("sha256:".length);
}

async function treeOfLastCheckpoint(db: Kysely<Database>): Promise<MerkleTree> {
  const row = await db
    .selectFrom("events")
    .select("body")
    .where("type", "=", "log.checkpointed")
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return new MerkleTree();
  const { size, peaks } = JSON.parse(row.body) as Checkpoint;
  return new MerkleTree(size, peaks);
}
