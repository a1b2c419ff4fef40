import { checkpointEvery, leafOf } from "./checkpoints.ts";
import type { EventRow } from "./database.ts";
import { chainFault } from "./event-chain.ts";
import { inclusionPath, rootFromPath } from "./merkle.ts";
import type { Store } from "./store.ts";

/** That an event is in the log, for somebody who has nothing but the Merkle root of a checkpoint. */
export interface EventProof {
  readonly event: EventRow;
  /** Events that the checkpoint covers, and its root. */
  readonly size: number;
  readonly root: string;
  /** About log2(size) hashes, from the event up. */
  readonly path: readonly string[];
}

/**
 * Proves an event by the first checkpoint after it.
 * @param seq sequence number of the event
 * @returns undefined where there is no such event, or no checkpoint after it yet
 */
export async function proveEvent({ records }: Store, seq: number): Promise<EventProof | undefined> {
  const event = await records.selectFrom("events").selectAll().where("seq", "=", seq).executeTakeFirst();
  const checkpoint = await records
    .selectFrom("events")
    .select("body")
    .where("type", "=", "log.checkpointed")
    .where("seq", ">", seq)
    .orderBy("seq")
    .limit(1)
    .executeTakeFirst();
  if (event === undefined || checkpoint === undefined) return undefined;
  const { size, root } = JSON.parse(checkpoint.body) as { size: number; root: string };
  return { event, size, root, path: inclusionPath(await leavesOf(records, size), seq - 1) };
}

/** Leaves of the first `size` events, read in pages. */
async function leavesOf(records: Store["records"], size: number): Promise<string[]> {
  const leaves: string[] = [];
  for (let from = 0; from < size; from += checkpointEvery) {
    const to = Math.min(from + checkpointEvery, size);
    const page = records.selectFrom("events").select("hash").where("seq", ">", from).where("seq", "<=", to);
    for (const { hash } of await page.orderBy("seq").execute()) leaves.push(leafOf(hash));
  }
  return leaves;
}

/** Whether the proof holds: the event is what it was when it was written (a redacted one: in its place), and the root covers it. */
export function verifyProof({ event, size, root, path }: EventProof): boolean {
  if (chainFault(event, { seq: event.seq - 1, hash: event.previous_hash }) !== undefined) return false;
  return `sha256:${rootFromPath(leafOf(event.hash), event.seq - 1, size, path)}` === root;
}
