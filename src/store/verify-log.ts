import { checkpointDue, checkpointFault, leafOf } from "./checkpoints.ts";
import type { EventRow } from "./database.ts";
import { chainFault, genesisHash, type LogEnd } from "./event-chain.ts";
import type { EventBodies } from "./events/index.ts";
import { MerkleTree } from "./merkle.ts";

/** What walking the chain found. */
export interface LogReport {
  /** Events that are as they were written (or redacted, and the log says so), from the first. */
  readonly events: number;
  /** Hash of the last of them. */
  readonly head: string;
  /** Events whose free text was blanked. */
  readonly redacted: number;
  /** The first event at fault, if any. */
  readonly fault: { readonly seq: number; readonly reason: string } | null;
}

/**
 * Walks the chain from its first event: hashes, Merkle roots of the checkpoints, redactions, and where a migrated log
 * begins.
 */
export async function verifyLogRows(rows: AsyncIterable<EventRow>): Promise<LogReport> {
  const walk = new Walk();
  for await (const row of rows) {
    const reason = walk.take(row);
    if (reason !== undefined) return walk.report({ seq: row.seq, reason });
  }
  return walk.report(walk.openFault());
}

class Walk {
  #last: LogEnd | undefined;
  readonly #tree = new MerkleTree();
  /** Events without their text: the log must name each. */
  readonly #redacted = new Set<number>();
  readonly #named = new Set<number>();
  #begin: string | undefined;
  #migratedHead: string | undefined;

  /** What is wrong with the next row, or undefined. */
  take(row: EventRow): string | undefined {
    this.#begin ??= row.previous_hash;
    const reason = chainFault(row, this.#last ?? { seq: 0, hash: this.#begin }) ?? this.#bodyFault(row);
    if (reason !== undefined) return reason;
    if (row.salt === null) this.#redacted.add(row.seq);
    this.#tree.add(leafOf(row.hash));
    this.#last = row;
    return undefined;
  }

  /** What only the whole log shows. */
  openFault(): LogReport["fault"] {
    if (this.#begin !== undefined && this.#begin !== genesisHash && this.#begin !== this.#migratedHead) {
      return { seq: 1, reason: "it follows an event that is not here" };
    }
    for (const seq of this.#redacted) {
      if (!this.#named.has(seq)) return { seq, reason: "its text is gone, and no event records a redaction" };
    }
    return null;
  }

  report(fault: LogReport["fault"]): LogReport {
    const { seq, hash } = this.#last ?? { seq: 0, hash: genesisHash };
    return { events: seq, head: hash, redacted: this.#redacted.size, fault };
  }

  #bodyFault(row: EventRow): string | undefined {
    const isDue = checkpointDue({ seq: row.seq - 1, hash: row.previous_hash });
    // A log that was carried over has none before its end.
    if (isDue && this.#begin === genesisHash && row.type !== "log.checkpointed") return "a checkpoint should be here";
    switch (row.type) {
      case "log.checkpointed":
        return checkpointFault(JSON.parse(row.body) as EventBodies["log.checkpointed"], this.#tree);
      case "event.redacted":
        this.#named.add((JSON.parse(row.body) as EventBodies["event.redacted"]).event);
        return undefined;
      case "home.migrated":
        this.#migratedHead ??= (JSON.parse(row.body) as EventBodies["home.migrated"]).head;
        return undefined;
      default:
        return undefined;
    }
  }
}
